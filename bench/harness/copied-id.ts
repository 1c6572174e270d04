/**
 * An SQL expression: the id that stands in a copy for what `text`, an expression too, names. Always the
 * same one, and a UUID of version 4: the bot reads no run whose ids are not.
 */
export function copiedId(text: string): string {
  const version = `overlay(md5(${text}) placing '4' from 13)`;
  return `overlay(${version} placing '8' from 17)::uuid::text`;
}
