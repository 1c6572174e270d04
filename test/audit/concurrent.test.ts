import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verify } from '../../src/audit/verify.js';
import { appendAudit } from '../../src/cancellations/audit.js';
import type { Tables } from '../../src/storage/tables.js';
import { emptyDatabase } from '../cancellations/database.js';
import { NOON } from './trail.js';

let db: Kysely<Tables>;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await emptyDatabase());
});
afterAll(() => close());

class Undone extends Error {}

/** Some entries in a transaction of their own; every third is undone after they were written. */
async function write(n: number): Promise<void> {
  await db
    .transaction()
    .execute(async (trx) => {
      await appendAudit(trx, NOON, [{ event: 'one', data: { n } }, { event: 'two' }]);
      if (n % 3 === 0) throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
}

it('Many who write at once, some of whom fail, leave one chain without a gap', async () => {
  const all = Array.from({ length: 60 }, (_, n) => n);
  await Promise.all(all.map(write));
  const { count, head, findings } = await verify(db);
  expect([count, head.seq, findings]).toStrictEqual([80, 80, []]);
});
