import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Exporting } from '../../src/audit/arguments.js';
import { exportTrail } from '../../src/audit/export.js';
import { writtenHead } from '../../src/audit/heads.js';
import { readHead } from '../../src/audit/read-trail.js';
import { appendAudit } from '../../src/cancellations/audit.js';
import type { Tables } from '../../src/storage/tables.js';
import { emptyDatabase } from '../cancellations/database.js';
import { firstBreak } from './first-break.js';
import { NOON, RUN } from './trail.js';

const HOUR = 60 * 60_000;
const LONG = 1_200;

let db: Kysely<Tables>;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await emptyDatabase());
  await db.transaction().execute(async (trx) => {
    const about = { runId: RUN, orderId: 'ORD-1001' };
    const userId = 'ada@example.com';
    await appendAudit(trx, NOON, [
      {
        event: 'requested',
        ...about,
        actor: 'U0ADA',
        data: { userId, notes: '=1+1, "so"\nit is' },
      },
    ]);
    await appendAudit(trx, NOON + HOUR, [
      { event: 'going_on', ...about, actor: 'U0BOB', data: { userId } },
      { event: '@SUM(A1)', orderId: '=ORD-1', actor: 'U0ADA' },
    ]);
    const many = Array.from({ length: LONG }, (_, n) => ({ event: 'noted', data: { n } }));
    await appendAudit(trx, NOON + 2 * HOUR, many);
  });
});
afterAll(() => close());

async function exported(more: Partial<Exporting>): Promise<string> {
  const chunks: string[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: unknown, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  await exportTrail(db, { wanted: {}, format: 'jsonl', ...more }, stdout);
  return chunks.join('');
}

async function numbers(wanted: Exporting['wanted']): Promise<readonly number[]> {
  const lines = (await exported({ wanted })).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line).seq);
}

describe('An export as JSON Lines', () => {
  it('holds every entry whole, so that whoever has it can reckon the chain again', async () => {
    const lines = (await exported({})).trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries).toHaveLength(LONG + 3);
    expect(firstBreak(entries)).toBeUndefined();
    expect(entries[0]).toMatchObject({
      at: NOON,
      time: '2024-12-02T12:00:00.000Z',
      event: 'requested',
    });
  });

  it('is of an order, of a person under either id, and of a time', async () => {
    expect(await numbers({ orderId: 'ORD-1001' })).toStrictEqual([1, 2]);
    expect(await numbers({ orderId: 'ORD-9' })).toStrictEqual([]);
    expect(await numbers({ by: 'U0ADA' })).toStrictEqual([1, 3]);
    // Who goes on with another's key is not that other one.
    expect(await numbers({ by: 'ada@example.com' })).toStrictEqual([1, 3]);
    expect(await numbers({ since: NOON + HOUR, until: NOON + 2 * HOUR })).toStrictEqual([2, 3]);
    expect(await numbers({ orderId: 'ORD-1001', by: 'U0BOB', until: NOON })).toStrictEqual([]);
  });
});

it('An export as CSV has a header, and no cell that a spreadsheet takes for a formula', async () => {
  const csv = await exported({ format: 'csv', wanted: { until: NOON + 2 * HOUR } });
  const [header, first = ''] = csv.split('\n');
  expect(header).toBe('seq,at,time,event,order_id,run_id,actor,data,previous_hash,hash');
  expect(first).toMatch(
    /^1,\d+,2024-12-02T12:00:00\.000Z,requested,ORD-1001,[\w-]+,U0ADA,"\{""notes""/,
  );
  expect(csv).toContain(`,'@SUM(A1),'=ORD-1,,U0ADA,{},`);
  expect(csv.trimEnd().split('\n')).toHaveLength(4);
});

it('An export into files is for its owner alone, and the head says that it is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [out, headFile] = [join(folder, 'trail.jsonl'), join(folder, 'head')];
  expect(await exported({ out, headFile })).toBe('');
  expect((await readFile(out, 'utf8')).split('\n')).toHaveLength(LONG + 4);
  expect(await readFile(headFile, 'utf8')).toBe(`${writtenHead(await readHead(db))}\n`);
  for (const file of [out, headFile]) expect((await stat(file)).mode & 0o077).toBe(0);
  const nowhere = { out: join(folder, 'none', 'x'), headFile: join(folder, 'other') };
  await expect(exported(nowhere)).rejects.toThrow('ENOENT');
  await expect(readFile(nowhere.headFile)).rejects.toThrow('ENOENT');
});
