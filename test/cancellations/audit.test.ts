import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEvent, appendAudit, firstBreak } from '../../src/cancellations/audit.js';
import { pgliteParsers } from '../../src/storage/column-types.js';
import { migrate } from '../../src/storage/migrations.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import type { Tables } from '../../src/storage/tables.js';
import { asPgPool } from '../../src/trust-boundary.js';

const NOON = Date.UTC(2024, 11, 2, 12);
const RUN = '3b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
const OTHER_RUN = '9c1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';
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

let lite: PGlite;
let db: Kysely<Tables>;

beforeAll(async () => {
  lite = await PGlite.create({ parsers: pgliteParsers });
  db = new Kysely({ dialect: new PostgresDialect({ pool: asPgPool(new PglitePool(lite)) }) });
  await migrate(db);
});
afterAll(() => lite.close());

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
type Trail = Awaited<ReturnType<typeof trailOf>>;

const replaced = (trail: Trail, seq: number, more: Partial<Trail[number]>) =>
  trail.map((entry) => (entry.seq === seq ? { ...entry, ...more } : entry));

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
        await sql.raw(statement).execute(trx);
      } finally {
        await trx.rollback().execute();
      }
    };
    await expect(within(`update opsguide.audit set actor = 'U0EVE'`)).rejects.toThrow(refusal);
    await expect(within('delete from opsguide.audit where seq = 5')).rejects.toThrow(refusal);
    await expect(within('truncate opsguide.audit')).rejects.toThrow(refusal);
  });
});

/** The same entries with numbers and links rewritten so that each names the one before it. */
const relinked = (entries: Trail) =>
  entries.map((entry, index) => {
    const previous_hash = entries[index - 1]?.hash ?? START;
    return { ...entry, seq: index + 1, previous_hash };
  });

describe('Tampering is found, and named by the first entry that does not follow', () => {
  it.each<[string, Partial<Trail[number]>]>([
    ['at', { at: NOON + 1 }],
    ['run', { run_id: OTHER_RUN }],
    ['order', { order_id: 'ORD-1002' }],
    ['order, taken out', { order_id: null }],
    ['event', { event: 'discarded' }],
    ['actor', { actor: 'U0EVE' }],
    ['actor, taken out', { actor: null }],
    ['data', { data: { zeta: [{ zz: 2, a: null }], alpha: { later: 'x', b: true } } }],
    ['data, taken out', { data: {} }],
    ['hash', { hash: 'f'.repeat(64) }],
    ['hash of the one before', { previous_hash: START }],
  ])('in a changed %s', async (_, change) => {
    const trail = await trailOf(EVENTS);
    expect(firstBreak(replaced(trail, 3, change))).toBe(3);
  });

  it('in any entry, the first and the last too', async () => {
    const trail = await trailOf(EVENTS);
    for (const { seq } of trail) {
      expect(firstBreak(replaced(trail, seq, { actor: 'U0EVE' }))).toBe(seq);
    }
  });

  it('in a removed entry, by the one behind the gap', async () => {
    const trail = await trailOf(EVENTS);
    for (const seq of [1, 2, 3, 4]) {
      expect(firstBreak(trail.filter((entry) => entry.seq !== seq))).toBe(seq + 1);
    }
  });

  it('in a removed entry whose gap was closed, the links rewritten too', async () => {
    const closed = (await trailOf(EVENTS)).filter(({ seq }) => seq !== 3);
    expect(firstBreak(closed.map((entry, index) => ({ ...entry, seq: index + 1 })))).toBe(3);
    expect(firstBreak(relinked(closed))).toBe(3);
  });

  it('in swapped entries, numbered anew or not', async () => {
    const [first, second, third, ...rest] = await trailOf(EVENTS);
    if (!first || !second || !third) throw new Error('the trail has five entries');
    expect(firstBreak([first, third, second, ...rest])).toBe(3);
    const renumbered = [first, { ...third, seq: 2 }, { ...second, seq: 3 }, ...rest];
    expect(firstBreak(renumbered)).toBe(2);
    expect(firstBreak(relinked([first, third, second, ...rest]))).toBe(2);
  });

  it('in an entry told twice', async () => {
    const trail = await trailOf(EVENTS);
    expect(firstBreak([...trail.slice(0, 2), ...trail.slice(1)])).toBe(2);
  });

  it('in an entry slipped in from another trail, though its own hash is good', async () => {
    const trail = await trailOf(EVENTS);
    const others = await trailOf([{ event: 'requested', actor: 'U0EVE' }, ...EVENTS.slice(1)]);
    expect(firstBreak(others)).toBeUndefined();
    const mixed = trail.map(
      (entry) => others.find(({ seq }) => seq === 2 && entry.seq === 2) ?? entry,
    );
    expect(firstBreak(mixed)).toBe(2);
    expect(firstBreak(relinked(mixed))).toBe(2);
  });

  it('in a trail that starts late or with a hash of its own', async () => {
    const trail = await trailOf(EVENTS);
    expect(firstBreak(trail.slice(1))).toBe(2);
    expect(firstBreak(replaced(trail, 1, { previous_hash: '1'.repeat(64) }))).toBe(1);
  });

  it('in a whole trail begun anew behind a number that it did not reach', async () => {
    const trx = await db.startTransaction().execute();
    const head = { at: NOON, event: 'forged', data: '{}', previous_hash: START, hash: START };
    await trx
      .insertInto('opsguide.audit')
      .values({ ...head, seq: 7 })
      .execute();
    await appendAudit(trx, NOON, EVENTS);
    const anew = await trx.selectFrom('opsguide.audit').selectAll().where('seq', '>', 7).execute();
    await trx.rollback().execute();
    expect(anew).toHaveLength(EVENTS.length);
    expect(firstBreak(anew)).toBe(8);
  });
});
