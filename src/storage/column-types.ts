import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY: number = 1016;

/**
 * How columns are read, the same on Postgres and on the embedded one: by pg's own parsers, but for
 * `int8`, which becomes a number (our counts and epoch ms stay below 2^53; a RangeError beyond it).
 * So `timestamptz` is a Date, `jsonb` what it holds, `numeric` text, `bytea` a Buffer.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    if (oid === INT8) return safeInteger;
    if (oid === INT8_ARRAY) return safeIntegers;
    return pg.types.getTypeParser(oid, 'text');
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond 2^53: ${text}`);
  return value;
}

function safeIntegers(text: string): unknown {
  return numbers(pg.types.getTypeParser(INT8_ARRAY, 'text')(text));
}

function numbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbers);
  return typeof value === 'string' ? safeInteger(value) : value;
}
