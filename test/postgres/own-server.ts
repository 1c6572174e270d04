import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';

/** A real PostgreSQL of the tests' own, from binaries that come as a package. */
export class OwnServer {
  readonly #ended: Promise<unknown>;

  private constructor(
    /** With the right to make databases. */
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    this.#ended = once(process, 'exit');
    this.#ended.catch(() => undefined);
  }

  /** Resolves when it serves. */
  static async start(): Promise<OwnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'opsguide-postgres-'));
    // Postgres refuses to run as root, and its own user has to get in.
    await chmod(folder, 0o755);
    const port = await freePort();
    const process = fork(new URL('./fixtures/serve.mjs', import.meta.url), [
      ...[join(folder, 'data'), String(port)],
    ]);
    const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
    const server = new OwnServer(url, process, folder);
    await server.#hears('initialised');
    await server.comesBack();
    return server;
  }

  /** It is away: connections break, and nobody listens at its port. What it holds stays. */
  goesAway(): Promise<void> {
    return this.#does('stop');
  }

  /** It serves again, on the same data and the same port. */
  comesBack(): Promise<void> {
    return this.#does('start');
  }

  async close(): Promise<void> {
    this.process.disconnect();
    await this.#ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  async #does(word: 'start' | 'stop'): Promise<void> {
    const done = this.#hears(word);
    this.process.send(word);
    await done;
  }

  #hears(word: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const onMessage = (said: unknown) => said === word && settle(resolve);
      const onExit = () => settle(() => reject(new Error(`PostgreSQL ended instead of: ${word}`)));
      const settle = (how: () => void) => {
        this.process.off('message', onMessage);
        this.process.off('exit', onExit);
        how();
      };
      this.process.on('message', onMessage);
      this.process.on('exit', onExit);
    });
  }
}
