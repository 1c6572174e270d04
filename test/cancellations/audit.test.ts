import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEvent, appendAudit } from '../../src/cancellations/audit.js';
import type { Tables } from '../../src/storage/tables.js';
import { firstBreak } from '../audit/first-break.js';
import { emptyDatabase } from './database.js';

const NOON = Date.UTC(2024, 11, 2, 12);
const RUN = '3b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
/** The hash before the first entry. */
const START = '0'.repeat(64);
const SEEDED = { seed: 20_241_201 };

/** A run as the trail keeps it, with nested data whose keys the database will sort anew. */
const EVENTS: readonly AuditEvent[] = [
  { event: 'requested', runId: RUN, orderId: 'ORD-1001', actor: 'U0ADA' },
  { event: 'press_refused', runId: RUN, orderId: 'ORD-1001', data: { code: 'old_card' } },
  {
    event: 'confirmed',
    runId: RUN,
    orderId: 'ORD-1001',
    actor: 'U0BOB',
    data: { zeta: [{ zz: 1, a: null }], alpha: { later: 'x', b: true }, notes: 'für “Ada” 👩' },
  },
  { event: 'completed', runId: RUN, orderId: 'ORD-1001' },
  { event: 'started' },
];

let db: Kysely<Tables>;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await emptyDatabase());
});
afterAll(() => close());

/** The trail that these appends leave, read back; it is taken back afterwards. */
async function trailOf(...appends: readonly (readonly AuditEvent[])[]) {
  const trx = await db.startTransaction().execute();
  try {
    for (const [n, events] of appends.entries()) await appendAudit(trx, NOON + n, events);
    return await trx.selectFrom('opsguide.audit').selectAll().orderBy('seq').execute();
  } finally {
    await trx.rollback().execute();
  }
}
describe('The audit trail', () => {
  it('holds in each entry the hash of the one before, and verifies', async () => {
    const trail = await trailOf(EVENTS.slice(0, 2), [], EVENTS.slice(2));
    expect(trail.map(({ seq, event }) => `${seq} ${event}`)).toStrictEqual([
      ...['1 requested', '2 press_refused', '3 confirmed', '4 completed', '5 started'],
    ]);
    const hashes = trail.map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(trail.map(({ previous_hash }) => previous_hash)).toStrictEqual([
      ...[START, ...hashes.slice(0, -1)],
    ]);
    expect(firstBreak(trail)).toBeUndefined();
  });

  it('takes any text, also what no jsonb can hold, and verifies as it is read back', async () => {
    const data = { warning: 'a\0b', half: '\uD83D', whole: '😀' };
    const [entry, ...others] = await trailOf([{ event: 'requested', data }]);
    expect(others).toStrictEqual([]);
    expect(entry?.data).toStrictEqual({ warning: 'a\uFFFDb', half: '\uFFFD', whole: '😀' });
    expect(firstBreak(entry ? [entry] : [])).toBeUndefined();
  });

  it('verifies while it is empty', () => {
    expect(firstBreak([])).toBeUndefined();
  });

  it('keeps what happened, who did it and when', async () => {
    const trail = await trailOf(EVENTS);
    expect(trail[2]).toMatchObject({
      ...{ at: NOON, run_id: RUN, order_id: 'ORD-1001', event: 'confirmed', actor: 'U0BOB' },
      data: { zeta: [{ zz: 1, a: null }], alpha: { later: 'x', b: true }, notes: 'für “Ada” 👩' },
    });
    expect(trail[4]).toMatchObject({ run_id: null, order_id: null, actor: null, data: {} });
  });

  it('verifies whatever JSON an entry holds, as the database gives it back', async () => {
    const data = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });
    const events = fc.array(
      data.map((held): AuditEvent => ({ event: 'noted', data: held })),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(events, async (appended) => {
        const trail = await trailOf(appended);
        expect(trail).toHaveLength(appended.length);
        expect(firstBreak(trail)).toBeUndefined();
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it('is append-only: the database refuses to change, remove or empty it', async () => {
    const refusal = 'the audit trail is append-only';
    const within = async (statement: string) => {
      const trx = await db.startTransaction().execute();
      try {
        await appendAudit(trx, NOON, EVENTS);
        for (const one of statement.split(';')) await sql.raw(one).execute(trx);
      } finally {
        await trx.rollback().execute();
      }
    };
    await expect(within(`update opsguide.audit set actor = 'U0EVE'`)).rejects.toThrow(refusal);
    await expect(within('delete from opsguide.audit where seq = 5')).rejects.toThrow(refusal);
    await expect(within('truncate opsguide.audit')).rejects.toThrow(refusal);
    await expect(within('truncate opsguide.audit cascade')).rejects.toThrow(refusal);
    const asReplay = 'set local session_replication_role = replica; delete from opsguide.audit';
    await expect(within(asReplay)).rejects.toThrow(refusal);
  });
});
