import type { Person } from '../cancellations/run/intent.js';
import type { FailureCode } from '../runbook/failures.js';

/** What somebody may read of runs, read now: no answer about a person or a role means no. */
export type Reader =
  /** Entitled: all of every run. */
  | { readonly kind: 'entitled'; readonly person: Person }
  /** A full member without the role: their own runs, by id and state. */
  | {
      readonly kind: 'member';
      readonly person: Person;
      readonly code: FailureCode;
      readonly detail: string;
    }
  | { readonly kind: 'refused'; readonly code: FailureCode };
