import { z } from 'zod';
import { isOpen } from './business-hours.js';
import type { Dependencies, Facts, Metadata, Reading } from './facts.js';
import { FAILURES, type FailureCode, failureCodeSchema } from './failures.js';
import { CANCELLABLE_STATES, type Policy } from './policy.js';

const checkName = z.enum(['role', 'status', 'billing_hold', 'shipment', 'age', 'business_hours']);
export type CheckName = z.infer<typeof checkName>;

/** One pre-check's result: the value found, and what to do about it where it did not pass. */
export const verdictSchema = z.discriminatedUnion('word', [
  z.object({ check: checkName, word: z.literal('passed'), found: z.string() }),
  z.object({
    check: checkName,
    word: z.enum(['blocked', 'needs_second_person']),
    code: failureCodeSchema,
    found: z.string(),
    advice: z.string(),
  }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Runbook «Pre-checks»: all six verdicts, in the runbook's order. What could not be read blocks
 * with its own code. `at` is epoch ms.
 */
export function preChecks(
  facts: Facts,
  policy: Policy,
  at: number,
): readonly [Verdict, ...Verdict[]] {
  return [
    roleCheck(facts.roles, policy),
    judge('status', facts.status, (status) =>
      CANCELLABLE_STATES.includes(status)
        ? passed('status', status)
        : blocked(
            'status',
            status === 'cancelled' ? 'already_cancelled' : 'not_cancellable',
            status,
          ),
    ),
    judge('billing_hold', facts.dependencies, billingHoldCheck),
    judge('shipment', facts.dependencies, shipmentCheck),
    judge('age', facts.metadata, (metadata) => ageCheck(metadata, policy, at)),
    judge('business_hours', facts.metadata, (metadata) => hoursCheck(metadata, policy, at)),
  ];
}

/** Runbook «Authorization Check», by itself for presses that need no look at the order. */
export function roleCheck(roles: Facts['roles'], policy: Policy): Verdict {
  return judge('role', roles, (held) => {
    const good = held.filter((role) => policy.cancelRoles.includes(role));
    if (good.length > 0) return passed('role', good.join(', '));
    const found = held.length > 0 ? held.join(', ') : 'no role';
    return blocked('role', 'not_entitled', found, `Ask for ${policy.cancelRoles.join(' or ')}`);
  });
}

function billingHoldCheck({ billingHold }: Dependencies): Verdict {
  return billingHold
    ? blocked('billing_hold', 'billing_hold', 'active')
    : passed('billing_hold', 'none');
}

function shipmentCheck({ shipmentStatus }: Dependencies): Verdict {
  return shipmentStatus === 'in_transit'
    ? blocked('shipment', 'shipment_in_transit', shipmentStatus)
    : passed('shipment', shipmentStatus);
}

function ageCheck({ createdAt }: Metadata, policy: Policy, at: number): Verdict {
  const age = at - Date.parse(createdAt);
  if (Number.isNaN(age)) return blocked('age', 'unexpected_reply', createdAt);
  const days = Math.max(0, Math.floor(age / DAY));
  const found = `${days} ${days === 1 ? 'day' : 'days'}`;
  // The skew errs towards asking: an order that may be too old needs the second person.
  return age + policy.clockSkew >= policy.autoApprovalMaxAge
    ? needsSecondPerson('age', 'order_too_old', found)
    : passed('age', found);
}

function hoursCheck({ requiresBusinessHours }: Metadata, policy: Policy, at: number): Verdict {
  if (!requiresBusinessHours && !policy.businessHoursRequired) {
    return passed('business_hours', 'not asked for');
  }
  return isOpen(policy.businessHours, at)
    ? passed('business_hours', 'open')
    : needsSecondPerson('business_hours', 'outside_business_hours', 'closed now');
}

function judge<T>(check: CheckName, reading: Reading<T>, verdict: (value: T) => Verdict): Verdict {
  if (reading.read) return verdict(reading.value);
  return blocked(check, reading.code, reading.detail || 'could not be read');
}

function passed(check: CheckName, found: string): Verdict {
  return { check, word: 'passed', found };
}

function blocked(check: CheckName, code: FailureCode, found: string, advice?: string): Verdict {
  return { check, word: 'blocked', code, found, advice: advice ?? FAILURES[code].advice };
}

function needsSecondPerson(check: CheckName, code: FailureCode, found: string): Verdict {
  return { check, word: 'needs_second_person', code, found, advice: FAILURES[code].advice };
}
