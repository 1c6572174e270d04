import { DateTime } from 'luxon';
import type { FailureCode } from '../../runbook/failures.js';
import type { Policy } from '../../runbook/policy.js';
import type { Expectation } from '../../runbook/post-checks.js';
import type { Intent, Person } from '../run/intent.js';
import type { Known, Trouble } from '../run/trouble.js';

/** What one stretch of work is about: everything it sends was recorded before it began. */
export interface Errand {
  readonly runId: string;
  readonly orderId: string;
  /** The run's stretch of work that this one is; in another it moves nothing. */
  readonly turn: number;
  /** The key that is sent, and the acting person, always together. */
  readonly key: string;
  readonly actor: Person;
  /** The settings as they were when it began: a replay with others must not take other turns. */
  readonly pace: Pace;
  readonly going: Going;
}

/** Where a POST goes on: tries begun before this stretch, and what a press has found since. */
export interface Going {
  readonly attempts: number;
  readonly maySend: boolean;
  readonly mayHaveStarted: boolean;
}

/** The errand of a cancellation. */
export interface CancelErrand extends Errand {
  readonly intent: Intent;
  readonly from: 'executing' | 'processing' | 'verifying';
  /** False where our POST was never answered: its end has to be attributed. */
  readonly accepted: boolean;
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

/** The execution is over without a verified end. */
export type Ended = {
  readonly kind: 'ended';
  readonly code: FailureCode;
  readonly found: Finding;
  /** The `X-Request-ID` of the call that failed last. */
  readonly requestId?: string;
} & (
  | { readonly as: 'refused' /** For good, and nothing took effect. */ }
  | ({ readonly as: 'troubled' } & NeedsPerson)
);

/** What a person who is called must know, and how Retry goes on. */
export interface NeedsPerson {
  readonly level: 2 | 3;
  readonly known: Known;
  readonly goOn: Trouble['goOn'];
  /** In our words, fit for the channel. */
  readonly tried: readonly string[];
  /** It may still take effect: the bot reads on. */
  readonly readsOn: boolean;
  /** Our POST was answered with a yes. */
  readonly accepted?: boolean;
}

/** How the POST went: it is under way or done, or the execution is over. */
export type Outcome =
  | {
      readonly kind: 'in_flight';
      readonly accepted: boolean;
      /** Of the call that was accepted. */
      readonly requestId?: string;
    }
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

/** Level 3, unless it is said otherwise. */
export function troubled(
  code: FailureCode,
  found: Finding,
  needs: Pick<NeedsPerson, 'known' | 'goOn'> & Partial<NeedsPerson>,
): Ended {
  return {
    ...{ kind: 'ended', as: 'troubled', code, found },
    ...{ level: 3, tried: [], readsOn: false, ...needs },
  };
}

/** What else was tried before, said first. */
export function havingTried(end: Ended, tried: readonly string[], requestId?: string): Ended {
  const request = requestId === undefined || end.requestId ? {} : { requestId };
  return end.as === 'troubled'
    ? { ...end, ...request, tried: [...tried, ...end.tried] }
    : { ...end, ...request };
}

/** «(as of 14:02 UTC)»: how old a look is matters to who must decide on it. `at` is epoch ms. */
export function asOf(at: number): string {
  return `(as of ${DateTime.fromMillis(at, { zone: 'utc' }).toFormat('HH:mm')} UTC)`;
}

/** What shows that a cancellation is this errand's own. */
export function expectation(
  { intent }: Pick<CancelErrand, 'intent'>,
  { clockSkew }: Policy,
): Expectation {
  const { actor, body, recordedAt, earlier } = intent;
  return {
    userId: actor.userId,
    ...(earlier && { earlierUserIds: earlier.userIds }),
    notifyStakeholders: body.notify_stakeholders,
    since: earlier?.since ?? recordedAt,
    clockSkew,
  };
}
