import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logHeads } from '../../src/audit/log-heads.js';
import { readHead } from '../../src/audit/read-trail.js';
import { appendAudit } from '../../src/cancellations/audit.js';
import { emptyDatabase } from '../cancellations/database.js';
import { NOON } from './trail.js';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.close());

it('The head is in the log at the start and every minute, until the bot stops', async () => {
  const { db } = database;
  const lines: unknown[] = [];
  const log = pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line)) });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const stop = logHeads(db, log);
    const told = (count: number) => vi.waitUntil(() => lines.length === count, { timeout: 20_000 });
    await told(1);
    await db.transaction().execute((trx) => appendAudit(trx, NOON, [{ event: 'noted' }]));
    vi.advanceTimersByTime(60_000);
    await told(2);
    const { hash } = await readHead(db);
    expect(lines).toMatchObject([
      { event: 'audit_head', seq: 0, hash: '0'.repeat(64) },
      { event: 'audit_head', seq: 1, hash, head: `1:${hash}` },
    ]);
    stop();
    vi.advanceTimersByTime(600_000);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
