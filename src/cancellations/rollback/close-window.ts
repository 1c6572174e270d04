import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';
import { isWindowOpen, windowClock } from '../run/effect.js';
import { withHistory } from '../run/history.js';

/** The rollback window closes by itself: the card changes, and the database's clock decides. */
export async function closeWindow(engine: Engine, parts: Parts, runId: string): Promise<void> {
  for (let look = 1; ; look += 1) {
    // This replica's own clock may have brought us here too early.
    const left = await engine.step(`close ${look}`, () => closeIfDue(parts, runId));
    if (left <= 0) return;
    await engine.sleep(left);
  }
}

/** Closes the window if it is due; gives the ms left where it is not. */
async function closeIfDue({ records, policy }: Parts, runId: string): Promise<number> {
  let left = 0;
  await records.move(runId, (run, at, clock) => {
    const isOpen = 'effect' in run && run.effect?.window === 'open' && run.state !== 'rolled_back';
    if (!isOpen || !run.effect) return undefined;
    const now = windowClock(clock, policy.clockSkew);
    if (isWindowOpen(run.effect, now)) {
      left = run.effect.windowEndsAt - now;
      return undefined;
    }
    const { orderId } = run;
    return {
      run: withHistory(
        { ...run, effect: { ...run.effect, window: 'closed' as const } },
        { event: 'window_closed', at },
      ),
      audit: [{ event: 'window_closed', runId, orderId }],
    };
  });
  return left;
}
