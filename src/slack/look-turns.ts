import pLimit from 'p-limit';
import { atMost } from '../at-most.js';

/** Runs a look when its turn has come. Settles with it. */
export type LookTurns = <T>(look: () => Promise<T>) => Promise<T>;

/** More at once would be no sooner done, and modals that are to open would wait for all of them. */
const AT_ONCE = 4;
/** A look that takes longer waits for others, which costs nothing: the next may begin. ms */
const HOLDS = 150;

/**
 * Looks begin first come first served, `atOnce` together: the patience of a look begins with it, so
 * that a crowd makes people wait and not their looks fail. `holds` ms later it makes room in any case.
 */
export function lookTurns({ atOnce = AT_ONCE, holds = HOLDS } = {}): LookTurns {
  const limit = pLimit(atOnce);
  return (look) =>
    new Promise((resolve, reject) => {
      void limit(async () => {
        const looking = look();
        looking.then(resolve, reject);
        await atMost(holds, looking);
      });
    });
}
