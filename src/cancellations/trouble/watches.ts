import type { Signal } from '../signal.js';
import { type Escalation, isUnanswered } from './escalation.js';

/** What decides when an escalation is due. */
export type Watched = Pick<
  Escalation,
  'escalationId' | 'asked' | 'unacknowledgedSince' | 'remindAt'
>;

/**
 * What must be going on for an escalation as its row stands: the next time that it is asked again,
 * and the reminder. Each asking has an id of its own, so that it happens once. `ackTimeout` in ms.
 */
export function watchesOf(escalation: Watched, ackTimeout: number): readonly Signal[] {
  const { escalationId, asked, unacknowledgedSince, remindAt } = escalation;
  const watch = (name: string, at: number): Signal => ({
    ...{ workflow: 'watchEscalation', id: `${escalationId}:${name}`, at },
    args: [escalationId, String(at)],
  });
  const watches: Signal[] = [];
  if (unacknowledgedSince !== undefined && !isUnanswered(escalation)) {
    watches.push(watch(`ask:${unacknowledgedSince}:${asked}`, unacknowledgedSince + ackTimeout));
  }
  if (remindAt !== undefined) watches.push(watch(`remind:${remindAt}`, remindAt));
  return watches;
}
