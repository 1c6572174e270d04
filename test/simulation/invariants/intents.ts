import { z } from 'zod';
import type { Evidence, TrailEntry } from '../evidence.js';

/** A key as the audit trail introduces it: what will be sent, for whom, on whose decision. */
export interface Intent {
  readonly kind: 'cancel' | 'reinstate';
  readonly runId: string;
  readonly orderId: string;
  readonly key: string;
  /** The order service's id of the acting person. */
  readonly userId: string;
  /** Slack id of who decided. */
  readonly actor: string;
  readonly body: unknown;
  readonly digest: string | undefined;
  readonly entry: TrailEntry;
}

const data = z.object({
  key: z.string(),
  userId: z.string(),
  body: z.unknown().optional(),
  of: z.string().optional(),
  digest: z.string().optional(),
});
const KINDS: Readonly<Record<string, Intent['kind']>> = {
  confirmed: 'cancel',
  rollback_confirmed: 'reinstate',
};
/** The body of the runbook's «Reinstate Order». */
const REINSTATE = { reason: 'rollback_cancellation', restore_previous_state: true };

/** Every key that the trail knows, by its first mention. */
export function intentsIn({ trail }: Pick<Evidence, 'trail'>): ReadonlyMap<string, Intent> {
  const intents = new Map<string, Intent>();
  for (const entry of trail) {
    const said = data.safeParse(entry.data).data;
    const retried = said?.of === 'reinstate' ? 'reinstate' : 'cancel';
    const kind = entry.event === 'going_on' ? retried : KINDS[entry.event];
    if (!said || !kind || intents.has(said.key)) continue;
    const { key, userId, digest } = said;
    const { run_id: runId, order_id: orderId, actor } = entry;
    if (!runId || !orderId || !actor) continue;
    const body = kind === 'reinstate' ? REINSTATE : said.body;
    intents.set(key, { kind, runId, orderId, key, userId, actor, body, digest, entry });
  }
  return intents;
}
