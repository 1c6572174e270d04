import type { Kysely } from 'kysely';
import type { FailureCode } from '../../runbook/failures.js';
import type { Tables } from '../../storage/tables.js';
import type { Woken } from '../run/records.js';
import type { Signal } from '../signals.js';
import type { Escalation } from './escalation.js';
import type { Calling } from './follow-run.js';

/** A press on «Acknowledge»: the message, and the last line that its drawing showed. */
export interface Acknowledging {
  readonly escalationId: string;
  readonly upTo: number;
  /** Slack id: any full member of the workspace. */
  readonly by: string;
}

export type Acknowledged =
  /** `count` lines were waiting for it; 0 where every line shown was acknowledged or closed before. */
  | { readonly kind: 'acknowledged'; readonly escalation: Escalation; readonly count: number }
  | { readonly kind: 'no_such_escalation' };

/**
 * The escalations outside of a run's move: what people and clocks do to them. Each change is one
 * transaction with its audit entry; what is handed to `wake` afterwards only wakes.
 */
export function escalations(
  _db: Kysely<Tables>,
  _call: Calling,
  _wake: (woken: Woken) => Promise<void>,
) {
  return {
    async find(_escalationId: string): Promise<Escalation | undefined> {
      return undefined;
    },

    async acknowledge(_press: Acknowledging): Promise<Acknowledged> {
      return { kind: 'no_such_escalation' };
    },

    /** What must be going on for the open ones. */
    async waking(): Promise<readonly Signal[]> {
      return [];
    },

    /** product.md 2: of what a look meets, a 401 alone pages; once while one is open. */
    async pageForLook(_look: {
      readonly code: FailureCode;
      readonly orderId: string;
      readonly by: string;
    }): Promise<void> {},

    /** The order service takes the bot again: what only a look had found is over. */
    async closeForLook(_code: FailureCode): Promise<void> {},
  };
}
export type Escalations = ReturnType<typeof escalations>;
