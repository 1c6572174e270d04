import { setImmediate as eventLoopTurn } from 'node:timers/promises';

let last: Promise<unknown> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own, behind all who asked before. Work that nobody's
 * trigger runs out over goes in such pieces: what comes in meanwhile, a command whose modal must open
 * within 3 s, waits for one of them and not for all.
 */
export function afterOthers(): Promise<void> {
  const turn = last.then(() => eventLoopTurn());
  last = turn;
  return turn;
}
