import { readRole } from '../cancellations/request/look.js';
import type { Person } from '../cancellations/run/intent.js';
import type { FailureCode } from '../runbook/failures.js';
import type { Desk } from './desk.js';

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

/** product.md «Reading». */
export async function readerOf(desk: Desk, slackId: string): Promise<Reader> {
  const who = await desk.identify(slackId);
  if (who.kind === 'refused') return who;
  const { person } = who;
  const role = await readRole(desk.parts, person);
  return role.word === 'passed'
    ? { kind: 'entitled', person }
    : { kind: 'member', person, code: role.code, detail: role.found };
}
