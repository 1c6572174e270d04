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
  /** What was found, fit for a person. */
  readonly detail: string;
}

export function refused(code: FailureCode, detail: string): Ended {
  return { kind: 'ended', as: 'refused', code, detail };
}

export function troubled(code: FailureCode, detail: string): Ended {
  return { kind: 'ended', as: 'troubled', code, detail };
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
