import pino from 'pino';
import { expect, inject, it, onTestFinished } from 'vitest';
import { bringUpToDate } from '../../src/bring-up-to-date.js';
import { createMetrics } from '../../src/metrics.js';
import { stand } from '../../src/replicas/standing.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { freshDatabase } from '../postgres/database.js';
import { silentLine } from '../postgres/silent-line.js';

const log = pino({ level: 'silent' });
/** 2 s to the next beat and 3.5 s for it, and a machine that is slow. */
const SOON = { timeout: 15_000, interval: 50 };

it('A database that only falls silent is noticed soon, and so is its return', async () => {
  const fresh = await freshDatabase(inject('postgresUrl') ?? '');
  const line = await silentLine(fresh.url);
  const events = { onLockLost() {}, onConnectionLost() {} };
  const database = await openDatabase({ kind: 'postgres', url: line.url }, events);
  onTestFinished(async () => {
    line.close();
    await database.close();
    await fresh.drop();
  });
  await bringUpToDate(database, log);
  const me = { executorId: 'one', applicationVersion: 'test' };
  const fatal: string[] = [];
  const onFatal = (why: string) => fatal.push(why);
  const standing = await stand(database.aside, me, { metrics: createMetrics(), log, onFatal });
  onTestFinished(() => standing.leave());
  const { watch } = standing;
  await expect(watch.whileThere(() => database.pool.query('select 1'))).resolves.toBeDefined();

  line.fallsSilent();
  const asked = watch.whileThere(() => database.pool.query('select 1'));
  await expect(asked).rejects.toMatchObject({ code: 'database_unavailable' });
  expect(watch.awaySince).toBeTypeOf('number');

  line.speaks();
  await expect.poll(() => watch.awaySince, SOON).toBeUndefined();
  await standing.sure();
  expect(fatal).toStrictEqual([]);
});
