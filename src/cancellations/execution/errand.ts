import { DateTime } from 'luxon';
import type { FailureCode } from '../../runbook/failures.js';
import type { Policy } from '../../runbook/policy.js';
import type { Expectation } from '../../runbook/post-checks.js';
import type { Intent } from '../run/record.js';

/** What one execution is about: everything it sends was recorded before it began. */
export interface Errand {
  readonly runId: string;
  readonly orderId: string;
  readonly intent: Intent;
  /** The settings as they were when it began: a replay with others must not take other turns. */
  readonly pace: Pace;
}

/** product.md «Settings»: a 429 costs no try, but a step ends in level 3 after this. ms */
export const RATE_LIMITED_AT_MOST = 10 * 60_000;

/** The figures that decide which way an execution goes. Durations in ms. */
export type Pace = Pick<
  Policy,
  | 'pollInterval'
  | 'pollTimeout'
  | 'rateLimitWait'
  | 'retryBase'
  | 'retryAttempts'
  | 'postCheckInterval'
  | 'postCheckTimeout'
>;

export function paceOf(policy: Policy): Pace {
  const { pollInterval, pollTimeout, rateLimitWait, retryBase, retryAttempts } = policy;
  const { postCheckInterval, postCheckTimeout } = policy;
  return {
    ...{ pollInterval, pollTimeout, rateLimitWait, retryBase, retryAttempts },
    ...{ postCheckInterval, postCheckTimeout },
  };
}

/** The execution is over without a verified cancellation. */
export interface Ended {
  readonly kind: 'ended';
  /** `refused` is for good and nothing took effect; `troubled` needs a person. */
  readonly as: 'refused' | 'troubled';
  readonly code: FailureCode;
  readonly found: Finding;
}

/** How the POST went: a cancellation is under way or done, or the execution is over. */
export type Outcome =
  | { readonly kind: 'in_flight'; readonly accepted: boolean }
  | { readonly kind: 'completed' }
  | Ended;

/** What was found: everything behind «Details», in the channel only what may stand there. */
interface Finding {
  readonly detail: string;
  readonly inChannel?: string;
}

/** Words of ours, or about people: fit for the channel. */
export function own(detail: string): Finding {
  return { detail, inChannel: detail };
}

/** The order service's own words: product.md «Who sees what» keeps them behind «Details». */
export function quoted(detail: string): Finding {
  return { detail };
}

export function refused(code: FailureCode, found: Finding): Ended {
  return { kind: 'ended', as: 'refused', code, found };
}

export function troubled(code: FailureCode, found: Finding): Ended {
  return { kind: 'ended', as: 'troubled', code, found };
}

/** «(as of 14:02 UTC)»: how old a look is matters to who must decide on it. `at` is epoch ms. */
export function asOf(at: number): string {
  return `(as of ${DateTime.fromMillis(at, { zone: 'utc' }).toFormat('HH:mm')} UTC)`;
}

/** What shows that a cancellation is this errand's own. */
export function expectation({ intent }: Errand, { clockSkew }: Policy): Expectation {
  return {
    userId: intent.actor.userId,
    notifyStakeholders: intent.body.notify_stakeholders,
    since: intent.recordedAt,
    clockSkew,
  };
}
