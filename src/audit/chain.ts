import { createHash } from 'node:crypto';

/** What an entry's hash is over, beside the hash of the entry before it. */
export interface Hashed {
  readonly seq: number;
  /** Epoch ms, by the database's clock. */
  readonly at: number;
  readonly run_id: string | null;
  readonly order_id: string | null;
  readonly event: string;
  readonly actor: string | null;
  readonly data: unknown;
}

/** An entry of the trail, as its row has it. */
export interface Entry extends Hashed {
  readonly previous_hash: string;
  readonly hash: string;
}

/** The newest entry's number and hash: whoever keeps it elsewhere can tell later what was cut off. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/**
 * SHA-256 over `[previous, seq, at, run_id, order_id, event, actor, data]` as RFC 8785 writes JSON
 * (docs/audit.md): anybody can reckon it again in another language.
 */
export function entryHash(previous: string, entry: Hashed): string {
  const { seq, at, run_id, order_id, event, actor, data } = entry;
  const line = canonical([previous, seq, at, run_id, order_id, event, actor, data]);
  return createHash('sha256').update(line).digest('hex');
}

/** jsonb keeps no order of keys, so the hash must not depend on it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  // What no writer of ours stores, and JSON would call `null`: it must not pass for one.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`);
  return `{${members.join()}}`;
}
