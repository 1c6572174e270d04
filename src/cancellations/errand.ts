import type { FailureCode } from '../runbook/failures.js';
import type { Policy } from '../runbook/policy.js';
import type { Expectation } from '../runbook/post-checks.js';
import type { Intent } from './record.js';

/** What one execution is about: everything it sends was recorded before it began. */
export interface Errand {
  readonly runId: string;
  readonly orderId: string;
  readonly intent: Intent;
}

/** The execution is over without a verified cancellation. */
export interface Ended {
  readonly kind: 'ended';
  /** `refused` is for good and nothing took effect; `troubled` needs a person. */
  readonly as: 'refused' | 'troubled';
  readonly code: FailureCode;
  readonly found: Finding;
}

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

/** What shows that a cancellation is this errand's own. */
export function expectation({ intent }: Errand, { clockSkew }: Policy): Expectation {
  return {
    userId: intent.actor.userId,
    notifyStakeholders: intent.body.notify_stakeholders,
    since: intent.recordedAt,
    clockSkew,
  };
}
