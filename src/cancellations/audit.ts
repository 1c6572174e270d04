import { sql, type Transaction } from 'kysely';
import { entryHash, GENESIS } from '../audit/chain.js';
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

/** The hash is over what is read back. */
function asStored(data: unknown): unknown {
  return JSON.parse(storable(data));
}
