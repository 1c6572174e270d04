import { v4 as uuid } from 'uuid';
import type { Assessment, Clear } from '../../runbook/assessment.js';
import type { Parts } from '../parts.js';
import type { Person } from '../run/intent.js';
import type { Milestone } from '../run/milestone.js';
import type { Cancellation, Place } from '../run/record.js';
import { look, readRole } from './look.js';
import { noteRefused, refusalOf } from './refused-request.js';
import type { RequestOutcome } from './request-outcome.js';

export interface Ask {
  readonly orderId: string;
  readonly requester: Person;
  readonly reason: string;
  readonly notes: string;
  readonly notifyStakeholders: boolean;
  /** The digest of the look that the requester was shown, */
  readonly digest: string;
  /** and that look itself, where it is at hand and fresh: the order is not asked about twice. */
  readonly seen?: Clear;
  readonly place: Place;
}

/**
 * product.md «The way of one cancellation» 3 and 4: records the request and has its card drawn. Who
 * requests is entitled, by a role read now, and saw what the card will say.
 */
export async function requestCancellation(parts: Parts, ask: Ask): Promise<RequestOutcome> {
  const assessment = await present(parts, ask);
  const outcome = await outcomeOf(parts, ask, assessment);
  const refusal = refusalOf(outcome);
  if (refusal) {
    const { orderId, requester } = ask;
    await noteRefused(parts, { orderId, slackId: requester.slackId, ...refusal });
  }
  return outcome;
}

async function outcomeOf(parts: Parts, ask: Ask, assessment: Assessment): Promise<RequestOutcome> {
  if (assessment.kind !== 'clear') return { kind: 'blocked', assessment };
  if (assessment.digest !== ask.digest) return { kind: 'changed', assessment };

  const { policy, records, orderOpsChannel } = parts;
  const runId = uuid();
  return records.request((now) => {
    const { verdicts, impact, digest, secondPerson } = assessment;
    const elsewhere = secondPerson && ask.place.kind === 'direct';
    const { orderId, requester, reason, notes, notifyStakeholders } = ask;
    const run: Cancellation = {
      ...{ state: 'awaiting_confirmation', runId, orderId, requester, requestedAt: now },
      ...{ reason, notes, notifyStakeholders, place: ask.place },
      ...{ verdicts: [...verdicts], impact, digest, secondPerson },
      history: [{ event: 'requested', at: now, by: requester.slackId }],
      expiresAt: now + policy.confirmTimeout,
      ...{ changes: [], turn: 0 },
    };
    const second: Milestone = {
      milestone: 'second_person_needed',
      at: now,
      mentions: [requester.slackId],
    };
    return {
      run,
      cardTo: elsewhere ? orderOpsChannel : ask.place.channel,
      ...(elsewhere && { noticeTo: ask.place.channel }),
      thread: secondPerson ? [second] : [],
      audit: [
        {
          event: 'requested',
          runId,
          orderId,
          actor: requester.slackId,
          data: {
            ...{ userId: requester.userId, reason, notes, notifyStakeholders },
            ...{ digest, verdicts },
          },
        },
      ],
    };
  });
}

/** What the order looks like to the requester: as seen, if the role still stands, else read anew. */
async function present(parts: Parts, ask: Ask): Promise<Assessment> {
  if (ask.seen?.digest !== ask.digest) return look(parts, ask.orderId, ask.requester);
  const role = await readRole(parts, ask.requester);
  return role.word === 'passed' ? ask.seen : { kind: 'not_entitled', role };
}
