import type { Recorded } from './recorded.js';

type Entry = Recorded['trail'][number];

/** A decision of a person that lets a POST go out with a key of its own, as the trail has it. */
export interface Decision {
  readonly runId: string;
  readonly orderId: string;
  readonly kind: 'cancellation' | 'reinstatement';
  readonly key: string;
  /** Slack id of who decided, and the order service's id of whom the POST acts for. */
  readonly by: string;
  readonly userId: unknown;
  /** Epoch ms */
  readonly at: number;
}

/** By their keys, each as it was decided first: a Retry counts where it brought a key of its own. */
export function decisionsOf({ trail }: Recorded): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const entry of trail) {
    const decision = decisionOf(entry);
    if (decision && !decisions.has(decision.key)) decisions.set(decision.key, decision);
  }
  return decisions;
}

function decisionOf(entry: Entry): Decision | undefined {
  const { run_id: runId, order_id: orderId, actor: by, at, data } = entry;
  const { key, userId } = data;
  const kind = kindOf(entry);
  if (!kind || !runId || !orderId || !by || typeof key !== 'string') return undefined;
  return { runId, orderId, kind, key, by, userId, at };
}

function kindOf({ event, data }: Entry): Decision['kind'] | undefined {
  switch (event) {
    case 'confirmed':
      return 'cancellation';
    case 'rollback_confirmed':
      return 'reinstatement';
    case 'going_on':
      return data.of === 'reinstate' ? 'reinstatement' : 'cancellation';
    default:
      return undefined;
  }
}
