/** How often the two clocks are compared. ms */
const LOOK_EVERY = 1_000;
/** What a machine's time service may take back at once without harm. ms */
const HARMLESS = 10_000;

/**
 * Tells once when this machine's clock was set back, by how many ms. The engine waits by that clock:
 * its queue would stand still until it has caught up. Gives what ends the watch.
 */
export function watchClock(onSetBack: (by: number) => void): () => void {
  let ahead = Date.now() - performance.now();
  const looking = setInterval(() => {
    const now = Date.now() - performance.now();
    const by = ahead - now;
    ahead = now;
    if (by <= HARMLESS) return;
    clearInterval(looking);
    onSetBack(by);
  }, LOOK_EVERY);
  looking.unref();
  return () => clearInterval(looking);
}
