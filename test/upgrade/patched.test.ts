import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { copyOf } from '../acceptance/prepared-data.js';
import { EngineProcess } from '../engine/engine-process.js';
import { migratedDatabase } from '../postgres/migrated-database.js';

const PLACES: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
  async 'the embedded database'() {
    const dataDir = await copyOf(inject('preparedData'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    return { DATA_DIR: dataDir };
  },
  async PostgreSQL() {
    const { url, drop } = await migratedDatabase();
    onTestFinished(drop);
    return { DATABASE_URL: url };
  },
};

async function start(settings: Record<string, string>): Promise<EngineProcess> {
  const process = new EngineProcess(settings);
  onTestFinished(() => process.kill());
  await process.ready;
  return process;
}

/** Once so many bodies of the run's steps have begun: what they are called. */
async function notes(process: EngineProcess, run: string, count: number): Promise<string[]> {
  for (;;) {
    const found = (await process.journal()).filter((note) => note.run === run);
    if (found.length >= count) return found.map(({ what }) => what);
    await pause(20);
  }
}

describe.each(Object.entries(PLACES))(
  'A workflow that was changed under «patched», on %s',
  (_, place) => {
    it('finishes the runs that an older release left, wherever they stand, and new ones the new way', {
      timeout: 120_000,
    }, async () => {
      const database = await place();
      const older = await start({ ...database, RELEASE: 'older', HANG: 'yes' });
      const hanging = { first: 1, doomed: 2, last: 3 };
      for (const [step, count] of Object.entries(hanging)) {
        await older.do('start', 'upgraded', `in ${step}`, `in ${step}`, '1', `older ${step}`);
        await notes(older, `in ${step}`, count);
      }
      await older.do('start', 'upgraded', 'asleep', 'asleep', '5000', '');
      await older.recorded('asleep', 'sleep');
      await older.kill();

      const newer = await start({ ...database, RELEASE: 'newer', HANG: 'yes' });
      // Where nothing went past the change, the run goes the new way; otherwise as it began.
      expect(await notes(newer, 'in first', 4)).toStrictEqual(['first', 'first', 'added', 'last']);
      expect(await notes(newer, 'in doomed', 4)).toStrictEqual([
        'first',
        'doomed',
        'added',
        'last',
      ]);
      expect(await notes(newer, 'in last', 4)).toStrictEqual(['first', 'doomed', 'last', 'last']);
      expect(await notes(newer, 'asleep', 3)).toStrictEqual(['first', 'doomed', 'last']);
      await newer.do('start', 'upgraded', 'new', 'new', '1', 'newer last');
      await notes(newer, 'new', 3);
      await newer.kill();

      // The answer was recorded: a restart gets the same.
      const again = await start({ ...database, RELEASE: 'newer' });
      expect(await notes(again, 'new', 4)).toStrictEqual(['first', 'added', 'last', 'last']);
      expect(again.stderr).toBe('');
    });
  },
);
