import { setImmediate as turn } from 'node:timers/promises';
import type { WorldDatabase } from './database.js';
import type { Timeline } from './timeline.js';

/** Turns of the event loop in which nothing new came up. */
const QUIET = 3;

/**
 * Resolves once all running code has come to rest: no statement is being executed, and for some
 * turns of the loop nobody came to a gate or set a timer. There are no sockets, so nothing else can
 * bring anything up.
 */
export async function settled(timeline: Timeline, database: WorldDatabase): Promise<void> {
  for (let quiet = 0; quiet < QUIET; ) {
    const before = timeline.put + database.statements;
    await turn();
    const isAtRest = timeline.put + database.statements === before && database.inFlight === 0;
    quiet = isAtRest ? quiet + 1 : 0;
  }
}
