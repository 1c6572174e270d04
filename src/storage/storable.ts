/**
 * A value as the text of a jsonb column. Postgres takes neither a NUL nor half a character in it, and
 * text from upstream may hold both: they are shown as `U+FFFD`, so that nothing fails for them.
 */
export function storable(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'string' ? held.replaceAll(/\p{Surrogate}|\0/gu, '\uFFFD') : held,
  );
}
