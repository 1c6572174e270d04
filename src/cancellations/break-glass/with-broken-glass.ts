import type { BrokenGlass } from '../run/broken-glass.js';
import type { Move } from '../run/records.js';

/** What somebody typed who decides alone, and the roles by which they may. */
export interface Glass {
  readonly reason: string;
  readonly roles: readonly string[];
}

/**
 * A decision that one person made alone: kept with the intent that it lets go out, said in card and
 * thread, told to #order-ops, and an entry of its own in the trail before the decision's. `at` is epoch
 * ms. A move that sends nothing is left as it is.
 */
export function withBrokenGlass(move: Move, glass: Glass | undefined, at: number): Move {
  const { run, audit, thread = [] } = move;
  if (!glass || run.state !== 'executing') return move;
  const { runId, orderId, intent, digest } = run;
  const by = run.history.at(-1)?.by ?? intent.actor.slackId;
  const brokenGlass: BrokenGlass = { by, at, reason: glass.reason, roles: [...glass.roles] };
  const { reason, roles } = brokenGlass;
  const { key, actor } = intent;
  return {
    ...move,
    run: {
      ...{ ...run, intent: { ...intent, brokenGlass } },
      history: run.history.map((entry) =>
        entry === run.history.at(-1) ? { ...entry, alone: true } : entry,
      ),
    },
    audit: [
      {
        ...{ event: 'break_glass', runId, orderId, actor: by },
        data: { reason, roles, digest, key, userId: actor.userId },
      },
      ...audit,
    ],
    thread: thread.map((milestone) => ({ ...milestone, alone: true })),
    brokenGlass,
  };
}
