import type { AuditEvent } from '../audit.js';
import type { Entry } from './escalation.js';

/** What the trail keeps of a line: in which message it stands and where, and whose order it is about. */
export function eventOf(
  event:
    | 'escalated'
    | 'asked_again'
    | 'unanswered'
    | 'acknowledged'
    | 'still_open'
    | 'escalation_closed',
  escalationId: string,
  { runId, orderId, place }: Entry,
  /** `actor` is a Slack id; absent where the bot itself acted. */
  { actor, ...data }: { readonly actor?: string; readonly [more: string]: unknown } = {},
): AuditEvent {
  return {
    ...{ event, orderId, data: { escalationId, place, ...data } },
    ...(runId && { runId }),
    ...(actor && { actor }),
  };
}
