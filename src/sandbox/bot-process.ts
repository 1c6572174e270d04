import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How it is started, where it is not as a deployment does. */
export interface Start {
  /** Another entry of the same bot, to which one can talk (`tell`, `hears`). */
  readonly entry?: string;
  /** How Node.js runs it. */
  readonly flags?: readonly string[];
}

/** The built bot, as a deployment starts it. */
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * The real bot as a process of its own. Its environment is what is given here and nothing else: no
 * setting of the person's shell can make it reach a real service.
 */
export class BotProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #exit: Promise<Exit>;
  #errors = '';
  #hear: (() => void)[] = [];

  constructor(environment: Readonly<Record<string, string>>, { entry, flags = [] }: Start = {}) {
    this.#child = spawn(process.execPath, [...flags, entry ?? MAIN], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', ...(entry ? (['ipc'] as const) : [])],
    });
    this.#exit = once(this.#child, 'exit').then(() => ({
      code: this.#child.exitCode,
      signal: this.#child.signalCode,
    }));
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#lines.push(line);
        for (const listener of this.#hear) listener();
      });
    }
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Says something to an entry that listens. One that is gone does not hear it: its exit says so. */
  tell(message: Readonly<Record<string, unknown>>): void {
    // Without a callback, an EPIPE of one that died just now would be an error of the process itself.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Hears all that such an entry says, from now on. */
  hears(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  /** All that it logged, a JSON line each. */
  get log(): readonly string[] {
    return this.#lines;
  }

  /** What it wrote on standard error. */
  get errors(): string {
    return this.#errors;
  }

  /**
   * Resolves with the port once it serves.
   * @throws where it ends before, or does not serve in time, with what it said
   */
  async serving(within = 40_000): Promise<number> {
    const line = await this.says('"msg":"serving"', within);
    return Number(/"port":(\d+)/.exec(line)?.[1]);
  }

  /** Resolves with the first line of the log that holds these words. @throws as `serving` */
  says(words: string, within = 20_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new Error(`${why}: «${words}»\n${this.#lines.join('\n')}\n${this.#errors}`));
      const timer = setTimeout(() => fail(`not said within ${within} ms`), within);
      const look = () => {
        const line = this.#lines.find((one) => one.includes(words));
        if (line === undefined) return;
        clearTimeout(timer);
        this.#hear = this.#hear.filter((listener) => listener !== look);
        resolve(line);
      };
      this.#hear.push(look);
      void this.#exit.then(({ code, signal }) => {
        clearTimeout(timer);
        look();
        fail(`ended (${signal ?? code}) before it was said`);
      });
      look();
    });
  }

  /** SIGKILL: nothing of it runs on. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** SIGTERM, and how it ended. */
  async stop(): Promise<Exit> {
    this.#child.kill('SIGTERM');
    return this.#exit;
  }

  /** SIGSTOP puts it to sleep in the middle of whatever it does, SIGCONT wakes it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** How it ended, whenever it does. */
  ended(): Promise<Exit> {
    return this.#exit;
  }
}
