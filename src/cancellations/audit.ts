import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { storable } from '../storage/storable.js';
import type { Tables } from '../storage/tables.js';

/** Something that happened, as the trail keeps it. Times are epoch ms by the database's clock. */
export interface AuditEvent {
  readonly event: string;
  readonly runId?: string;
  readonly orderId?: string;
  /** A Slack id; absent where the bot itself acted. */
  readonly actor?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The hash before the first entry. */
const GENESIS = '0'.repeat(64);
/** Chosen at random, once: names our lock among all advisory locks of the database. */
const CHAIN_LOCK = 7_104_221;

/**
 * Appends to the hash chain inside the caller's transaction: the decision and its entry are one.
 * Writers queue on a lock, because each entry holds the hash of the one before.
 */
export async function appendAudit(
  trx: Transaction<Tables>,
  at: number,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await queueOnTrail(trx);
  const head = await trx
    .selectFrom('opsguide.audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  let seq = head?.seq ?? 0;
  let previous = head?.hash ?? GENESIS;
  for (const { event, runId, orderId, actor, data } of events) {
    seq += 1;
    const entry = {
      seq,
      at,
      run_id: runId ?? null,
      order_id: orderId ?? null,
      event,
      actor: actor ?? null,
      data: asStored(data ?? {}),
    };
    const hash = entryHash(previous, entry);
    await trx
      .insertInto('opsguide.audit')
      .values({ ...entry, data: storable(entry.data), previous_hash: previous, hash })
      .execute();
    previous = hash;
  }
}

/**
 * Takes the writers' turn, to the transaction's end: for those who must look before they append, and
 * lock rows that other writers lock too. May be taken again.
 */
export async function queueOnTrail(trx: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(trx);
}

/** Finds the first entry that does not follow from the one before; undefined where all do. */
export function firstBreak(
  entries: readonly (Hashed & { previous_hash: string; hash: string })[],
): number | undefined {
  let previous = GENESIS;
  let seq = 0;
  for (const entry of entries) {
    seq += 1;
    const { previous_hash, hash, ...hashed } = entry;
    const follows = entry.seq === seq && previous_hash === previous;
    if (!follows || hash !== entryHash(previous, hashed)) return entry.seq;
    previous = hash;
  }
  return undefined;
}

/** The hash is over what is read back. */
function asStored(data: unknown): unknown {
  return JSON.parse(storable(data));
}

interface Hashed {
  readonly seq: number;
  readonly at: number;
  readonly run_id: string | null;
  readonly order_id: string | null;
  readonly event: string;
  readonly actor: string | null;
  readonly data: unknown;
}

function entryHash(previous: string, entry: Hashed): string {
  const { seq, at, run_id, order_id, event, actor, data } = entry;
  const line = JSON.stringify([previous, seq, at, run_id, order_id, event, actor, canonical(data)]);
  return createHash('sha256').update(line).digest('hex');
}

/** jsonb keeps no order of keys, so the hash must not depend on it. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, canonical(held)]),
  );
}
