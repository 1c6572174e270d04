import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/storage/folder-lock.js';
import { thisProcess, writeOwner } from '../../src/storage/lock-owner.js';
import { said, surgery } from './surgery.js';

const at = surgery();
const ABOUT = 'DATA_DIR';

/** What can be seen of a database without opening it. */
async function database({ mark = '' } = {}): Promise<string> {
  const dataDir = join(at.folder, crypto.randomUUID());
  await mkdir(join(dataDir, 'pglite'), { recursive: true });
  await writeFile(join(dataDir, 'pglite', 'PG_VERSION'), '18');
  if (mark) await writeFile(join(dataDir, 'closing-mark.json'), mark);
  return dataDir;
}

const finding = (DATA_DIR: string) => at.finding(ABOUT, { DATA_DIR });

describe('DATA_DIR', () => {
  it('that is not there yet is no fault, and is not made', async () => {
    const dataDir = join(at.folder, 'not', 'yet');
    expect(await finding(dataDir)).toMatchObject(said('ok', /the first start makes one/));
    expect(await readdir(at.folder)).not.toContain('not');
  });

  it('with a database that nobody has open is good', async () => {
    expect(await finding(await database())).toMatchObject(said('ok', /nobody has open/));
  });

  it('in use by a running bot is no fault, and says by whom', async () => {
    const dataDir = await database({ mark: 'not looked at meanwhile' });
    const unlock = await lockFolder(dataDir, () => undefined);
    expect(await finding(dataDir)).toMatchObject(
      said('ok', new RegExp(`in use by the bot, process ${process.pid}, since \\d{4}-`)),
    );
    await unlock();
  });

  it('taken by a process that can’t be seen from here is a warning', async () => {
    const dataDir = await database();
    await writeOwner(dataDir, { ...thisProcess(), host: 'elsewhere' });
    expect(await finding(dataDir)).toMatchObject(
      said('warn', /on elsewhere, since .* can’t be seen/, /stop it/),
    );
  });

  it('left by a process that was killed is no fault', async () => {
    const dataDir = await database();
    await writeOwner(dataDir, { ...thisProcess(), started: '1' });
    expect(await finding(dataDir)).toMatchObject(said('ok', /nobody has open/));
  });

  describe('of another user', () => {
    const byNobody = async (DATA_DIR: string) => {
      await chmod(at.folder, 0o755);
      return at.findingByNobody(ABOUT, { DATA_DIR });
    };
    const told = said('fail', /can't be written by this user/, /docs\/deploy\.md/);

    it.each(['there', 'not there yet'])('is told, when it is %s', async (when) => {
      const dataDir = await database();
      await chmod(dataDir, 0o555);
      const asked = when === 'there' ? dataDir : join(dataDir, 'deeper', 'still');
      expect(await byNobody(asked)).toMatchObject(told);
    });

    it('is told, when only the database in it is', async () => {
      const dataDir = await database();
      await chmod(dataDir, 0o777);
      await chmod(join(dataDir, 'pglite'), 0o777);
      await chmod(join(dataDir, 'pglite', 'PG_VERSION'), 0o444);
      expect(await byNobody(dataDir)).toMatchObject(told);
    });
  });

  it('that is a file is told', async () => {
    const file = join(at.folder, 'file');
    await writeFile(file, '');
    expect(await finding(file)).toMatchObject(said('fail', /is not a folder/));
  });

  it('that was copied while a bot had it open is told, with what to do', async () => {
    const mark = {
      state: 'open',
      since: '2026-11-25T10:00:00Z',
      identity: { inode: '1', changed: '1' },
    };
    expect(await finding(await database({ mark: JSON.stringify(mark) }))).toMatchObject(
      said('fail', /copy of one that was in use.*restore a whole copy/, /docs\/deploy\.md/),
    );
  });

  it('of which a part is gone is told', async () => {
    const dataDir = await database();
    await rm(join(dataDir, 'pglite', 'PG_VERSION'));
    await writeFile(join(dataDir, 'pglite', 'rest'), '');
    expect(await finding(dataDir)).toMatchObject(said('fail', /is gone, or a part of it/));
  });

  it('is left as it was', async () => {
    const dataDir = await database();
    const before = await readdir(dataDir, { recursive: true });
    await finding(dataDir);
    expect(await readdir(dataDir, { recursive: true })).toStrictEqual(before);
  });

  it.each([
    [400e6, 'warn'],
    [50e6, 'fail'],
  ] as const)('with %i bytes left is told', async (free, level) => {
    const found = (await at.findings({}, { freeSpace: async () => free })).filter(
      ({ about }) => about === ABOUT,
    );
    expect(found[0]).toMatchObject(said(level, /MB are free/, /Make room/));
    expect(found).toHaveLength(2);
  });

  it('on a dyno is told: its disk is lost every day', async () => {
    expect(await at.finding('database', {}, { dyno: 'worker.1' })).toMatchObject(
      said('fail', /lost at least once a day/, /PostgreSQL/),
    );
  });
});
