import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../../test/postgres/database.js';
import { OwnServer } from '../../test/postgres/own-server.js';
import type { Options } from '../shape.js';
import { BOT } from './paths.js';
import { onStage } from './stage.js';

/** Where the databases of a run come from: made when they are first asked for, and gone at its end. */
export class Databases {
  #server: Promise<OwnServer> | undefined;
  #prepared: Promise<string> | undefined;
  readonly #folders: string[] = [];

  /** Of a server that is given, or of one of its own. */
  constructor(private readonly given?: string) {}

  async serverUrl(): Promise<string> {
    if (this.given) return this.given;
    this.#server ??= OwnServer.start();
    return (await this.#server).url;
  }

  /** A folder as the bot leaves it after its first start, which takes seconds: made once and copied. */
  async dataDir(): Promise<string> {
    this.#prepared ??= this.#prepare();
    const folder = await this.emptyFolder();
    await cp(await this.#prepared, folder, { recursive: true });
    return folder;
  }

  async emptyFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'opsguide-bench-'));
    this.#folders.push(folder);
    return folder;
  }

  async close(): Promise<void> {
    await (await this.#server)?.close();
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  #prepare(): Promise<string> {
    return onStage({}, async (stage) => {
      const dataDir = await this.emptyFolder();
      const { process } = await stage.start({ entry: BOT, env: { DATA_DIR: dataDir } });
      await process.stop();
      return dataDir;
    });
  }
}

/** A database of its own for as long as it is used. */
export async function onDatabase<T>(
  { serverUrl }: Pick<Options, 'serverUrl'>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const { url, drop } = await freshDatabase(await serverUrl());
  try {
    return await use(url);
  } finally {
    await drop();
  }
}
