import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

const messageSchema = z.object({
  ready: z.boolean().optional(),
  hanging: z.boolean().optional(),
  id: z.number().optional(),
  result: z.unknown().optional(),
});
const journalSchema = z.array(z.object({ run: z.string(), what: z.string(), at: z.number() }));

/** The engine in a process of its own (fixtures/engine-process.mjs), to be killed and started again. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly ready: Promise<void>;
  readonly hanging: Promise<void>;
  readonly ended: Promise<unknown>;
  #asked = 0;
  stderr = '';

  constructor(env: Record<string, string>) {
    this.#child = fork(new URL('./fixtures/engine-process.mjs', import.meta.url), {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = once(this.#child, 'exit');
    let isReady = () => {};
    let isHanging = () => {};
    this.ready = new Promise((resolve, reject) => {
      isReady = resolve;
      this.#child.on('exit', () => reject(new Error(`ended before it was ready: ${this.stderr}`)));
    });
    this.hanging = new Promise((resolve) => {
      isHanging = resolve;
    });
    this.#child.on('message', (received) => {
      const message = messageSchema.parse(received);
      if (message.ready) isReady();
      if (message.hanging) isHanging();
      if (message.id !== undefined) this.#answers.get(message.id)?.(message.result);
    });
  }

  do(deed: string, ...args: unknown[]): Promise<unknown> {
    const id = this.#asked++;
    this.#child.send({ id, deed, args });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  async journal(): Promise<z.infer<typeof journalSchema>> {
    return journalSchema.parse(await this.do('journal'));
  }

  /** What the run noted, once `what` is among it. */
  async noted(run: string, what: string): Promise<string[]> {
    for (;;) {
      const notes = (await this.journal()).filter((note) => note.run === run);
      if (notes.some((note) => note.what === what)) return notes.map((note) => note.what);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Once the engine has recorded the result of that step of the run. */
  async recorded(run: string, step: string): Promise<void> {
    while (!(await this.do('isRecorded', run, step))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }
}
