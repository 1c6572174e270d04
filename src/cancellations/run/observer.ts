import type { AuditEvent } from '../audit.js';
import type { Cancellation } from './record.js';

/** What one transaction has recorded. `before` is absent for a request, both for a mere note. */
export interface Recorded {
  readonly events: readonly AuditEvent[];
  readonly before?: Cancellation;
  readonly after?: Cancellation;
}

/** Why a POST is sent once more. */
export type RetryCause = 'unknown' | 'rate_limited' | 'refused' | 'interrupted' | 'resumed';

/**
 * Who watches the runs without a part in them: metrics and traces. It is told once a transaction is
 * committed, by the replica that did it, and never again by a workflow that is replayed. It must
 * neither throw nor take its time.
 */
export interface Observer {
  recorded(recorded: Recorded): void;
  /** A try of the POST begins that is not the key's first. */
  retried(route: 'cancel' | 'reinstate', cause: RetryCause): void;
  /** A look was taken, in seconds. */
  looked(look: 'look' | 'second_look', seconds: number): void;
}

export const UNOBSERVED: Observer = {
  recorded: () => undefined,
  retried: () => undefined,
  looked: () => undefined,
};
