import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Report, reportSchema } from './report.js';
import type { Task } from './worker.js';

export interface Many {
  /** The worker's compiled file. */
  readonly worker: string;
  readonly workers: number;
  readonly seeds: Iterable<number>;
  readonly withTrace?: boolean;
  readonly told: (report: Report) => void;
}

/** Plays many seeds in processes of their own, each the next one when it is done with one. */
export async function playMany({ worker, workers, seeds, withTrace = false, told }: Many) {
  const next = seeds[Symbol.iterator]();
  const children = Array.from({ length: workers }, () => fork(worker));
  await Promise.all(children.map((child) => untilDone(child)));

  async function untilDone(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.on('message', (message) => {
      if (message !== 'ready') told(reportSchema.parse(message));
      const { value: seed, done } = next.next();
      if (done) child.disconnect();
      else child.send({ seed, withTrace } satisfies Task);
    });
    const [code] = await ended;
    if (code !== 0) throw new Error(`A worker ended with ${code}`);
  }
}
