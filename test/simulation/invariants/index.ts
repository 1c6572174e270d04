import type { Evidence } from '../evidence.js';
import { everyClickIsAnswered } from './clicks.js';
import {
  approvedByAnother,
  decidedByAnEntitledPerson,
  reinstatedWithinTheWindow,
} from './decisions.js';
import { oneEffectForARun, oneKeyForAnIntent } from './effects.js';
import {
  chainVerifies,
  everyRunEnds,
  everyWorkflowEnds,
  nothingUnexpectedIsLogged,
  noWorkflowFails,
} from './endings.js';
import { lookedUpBeforeEachRetry } from './look-ups.js';
import { cardShowsTheRecord, everythingIsTold, nothingIsToldTwice } from './telling.js';
import { oneTicketForARun } from './tickets.js';
import type { Invariant, Violation } from './violation.js';

/** The promises, by the names under which a violation is reported. */
export const INVARIANTS = {
  'at most one effective cancellation and one reinstatement for a run': oneEffectForARun,
  'one key for an intent': oneKeyForAnIntent,
  'no effect without a valid decision by an entitled person': decidedByAnEntitledPerson,
  'the approver is not the requester where the policy says so': approvedByAnother,
  'no reinstatement after the window': reinstatedWithinTheWindow,
  'at most one ticket': oneTicketForARun,
  'the card’s last state is the record’s': cardShowsTheRecord,
  'the audit chain verifies': chainVerifies,
  'every run ends or is escalated': everyRunEnds,
  'no click without an answer': everyClickIsAnswered,
  'a look-up before each further try of a POST': lookedUpBeforeEachRetry,
  'nothing is told twice': nothingIsToldTwice,
  'everything is told': everythingIsTold,
  'no workflow fails': noWorkflowFails,
  'every workflow ends': everyWorkflowEnds,
  'nothing unexpected is logged': nothingUnexpectedIsLogged,
} as const satisfies Record<string, Invariant>;
export type InvariantName = keyof typeof INVARIANTS;

/** What in this world breaks a promise. */
export function violationsIn(evidence: Evidence): readonly Violation[] {
  return Object.entries<Invariant>(INVARIANTS).flatMap(([invariant, check]) =>
    check(evidence).map((detail) => ({ invariant, detail })),
  );
}
