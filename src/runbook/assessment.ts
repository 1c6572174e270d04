import type { Facts, Preview, Reading } from './facts.js';
import type { FailureCode } from './failures.js';
import { digest } from './impact.js';
import type { Policy } from './policy.js';
import { preChecks, type Verdict } from './pre-checks.js';

/** Why there is no answer. */
export interface Unread {
  readonly code: FailureCode;
  readonly detail?: string;
}

/** What one look at an order comes to, for one person. */
export type Assessment =
  /** Without the role nothing of the order is shown: the verdict on the role is all there is. */
  | { readonly kind: 'not_entitled'; readonly role: Verdict }
  | {
      readonly kind: 'blocked';
      readonly verdicts: readonly Verdict[];
      readonly impact?: Preview;
      /** The preview could not be read, and that alone may be what blocks. */
      readonly unreadImpact?: Unread;
      /** The first thing that could not be read: the look says nothing of the order's own state. */
      readonly unread?: Unread;
    }
  | {
      readonly kind: 'clear';
      readonly verdicts: readonly Verdict[];
      readonly impact: Preview;
      readonly digest: string;
      /** A verdict asks for a second person, or the policy always does. */
      readonly secondPerson: boolean;
    };

/** A look that a request can be made from. */
export type Clear = Extract<Assessment, { kind: 'clear' }>;

/** The order service refuses to preview what it would refuse to cancel: that is no error. */
const REFUSED_PREVIEW: readonly FailureCode[] = ['invalid_state', 'blocked'];

/** Runbook «Pre-checks» and «Preview Cancellation Impact». `at` is epoch ms. */
export function assess(facts: Facts, policy: Policy, at: number): Assessment {
  const verdicts = preChecks(facts, policy, at);
  const [role] = verdicts;
  if (role.word === 'blocked') return { kind: 'not_entitled', role };
  const isBlocked = verdicts.some(({ word }) => word === 'blocked');
  if (facts.preview.read && !isBlocked) {
    return {
      kind: 'clear',
      verdicts,
      impact: facts.preview.value,
      digest: digest(verdicts, facts.preview.value),
      secondPerson:
        policy.fourEyes === 'always' || verdicts.some(({ word }) => word === 'needs_second_person'),
    };
  }
  // A block that was found is named, whatever else could not be read.
  const isFound = verdicts.some((verdict) => isBlockFound(verdict, facts));
  const readings = [facts.status, facts.dependencies, facts.metadata];
  const unread = isFound ? undefined : firstUnread(readings);
  if (facts.preview.read) {
    return { kind: 'blocked', verdicts, impact: facts.preview.value, ...(unread && { unread }) };
  }
  const { code, detail } = facts.preview;
  if (isBlocked && REFUSED_PREVIEW.includes(code)) {
    return { kind: 'blocked', verdicts, ...(unread && { unread }) };
  }
  const unreadImpact = { code, ...(detail && { detail }) };
  const named = isFound ? undefined : (unread ?? unreadImpact);
  return { kind: 'blocked', verdicts, unreadImpact, ...(named && { unread: named }) };
}

/** Whether a verdict blocks for what was read, not for what could not be. */
function isBlockFound({ check, word }: Verdict, facts: Facts): boolean {
  const readings = {
    role: facts.roles,
    status: facts.status,
    billing_hold: facts.dependencies,
    shipment: facts.dependencies,
    age: facts.metadata,
    business_hours: facts.metadata,
  };
  return word === 'blocked' && readings[check].read;
}

function firstUnread(readings: readonly Reading<unknown>[]): Unread | undefined {
  for (const reading of readings) {
    if (!reading.read) {
      return { code: reading.code, ...(reading.detail && { detail: reading.detail }) };
    }
  }
  return undefined;
}
