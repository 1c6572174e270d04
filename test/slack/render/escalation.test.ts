import { describe, expect, it } from 'vitest';
import type { Cancellation } from '../../../src/cancellations/run/record.js';
import type { Escalation } from '../../../src/cancellations/trouble/escalation.js';
import { parseEscalationValue } from '../../../src/slack/render/buttons.js';
import { escalationMessage, type Leading } from '../../../src/slack/render/escalation.js';
import { ACKNOWLEDGED, ESCALATION_ID, entry, escalation, storm } from './escalations.js';
import {
  cancelled,
  closed,
  effect,
  KEY,
  MINUTE,
  postChecksWith,
  REQUEST,
  ROLLING,
  rollbackTroubled,
  rolledBack,
  TICKETS,
  TWO_PM,
  trouble,
  troubled,
} from './runs.js';
import { buttonLabels, expectSound, readable } from './slack.js';

const NO_LINKS: Leading = { links: new Map() };
const draw = (about: Escalation, run: Cancellation = troubled(), leading = NO_LINKS) =>
  escalationMessage(about, new Map([[run.runId, run]]), leading);
const read = (...given: Parameters<typeof draw>) => readable(draw(...given)).replaceAll('\n', '');

const DEFECT = troubled({
  trouble: trouble({
    ...{ code: 'rejected_request', detail: 'secret words of the order service' },
    ...{ known: 'not_started', requestId: 'req-7', tried: ['sent the cancel request once'] },
  }),
});

describe('Level 3: the message in #order-ops', () => {
  it('has all that the person on call needs, whole without its links', () => {
    const message = draw(escalation('rejected_request'), DEFECT);
    const text = readable(message).replaceAll('\n', '');
    for (const part of [
      'The order service does not understand the bot.',
      'For the order: The cancellation is not started (as of <!date',
      'What to do: Tell order-ops: this is a defect of the bot.',
      'Order: ORD-1001',
      'Requested by: <@U0ADA>',
      'Tried: sent the cancel request once',
      `Key: ${KEY}`,
      'Request id: req-7',
      'CANCEL_ORDER 3.1',
      '`rejected_request`',
    ]) {
      expect(text).toContain(part);
    }
    expect(message.text).toBe('Trouble: ORD-1001: The order service does not understand the bot');
    expect(text).not.toContain('secret');
    expect(JSON.stringify(message)).not.toContain('"link"');
    expectSound(message);
  });

  it('leads to the thread and to the section of the runbook, whatever else RUNBOOK_URL holds', () => {
    const links = new Map([[REQUEST.runId, 'https://slack.test/card']]);
    const runbookUrl = 'https://runbooks.example/cancel-order?version=3';
    const json = JSON.stringify(draw(escalation('forbidden'), DEFECT, { links, runbookUrl }));
    expect(json).toContain('"url":"https://slack.test/card"');
    expect(json).toContain(`"url":"${runbookUrl}#error-handling"`);
    const unmet = JSON.stringify(draw(escalation('unverified'), DEFECT, { links, runbookUrl }));
    expect(unmet).toContain(`"url":"${runbookUrl}#post-checks"`);
  });

  it('says what is known once, and what else was found', () => {
    const run = troubled({
      trouble: trouble({ known: 'not_seen', inChannel: 'not seen to have started (as of 14:00)' }),
    });
    const text = read(escalation('order_service_unavailable'), run);
    expect(text.match(/not seen to have started/g)).toHaveLength(1);
    const more = troubled({ trouble: trouble({ inChannel: 'the cancel status knows of none' }) });
    expect(read(escalation('outcome_unknown'), more)).toContain(
      'Found: the cancel status knows of none',
    );
  });

  it('of unmet post-checks says that the order is cancelled, and which are unmet', () => {
    const run = troubled({
      trouble: trouble({ code: 'unverified', known: 'cancelled', goOn: 'verify' }),
      effect: effect(postChecksWith('billing', 'unverified')),
    });
    expect(read(escalation('unverified'), run)).toContain(
      'For the order: The order is cancelled, but billing is unverified.',
    );
  });

  it('of a rollback names its own key too, and what is known of it', () => {
    const run = rollbackTroubled({ code: 'still_cancelled', known: 'cancelled', goOn: 'poll' });
    const text = read(escalation('still_cancelled'), run);
    expect(text).toContain('For the order: The order is still cancelled (as of');
    expect(text).toContain(`Key of the rollback: ${run.rollback.key}`);
  });

  it('of a ticket names its id, and what was tried', () => {
    const run = closed(TICKETS.failed);
    const message = draw(escalation('ticket_undelivered'), run);
    const text = readable(message).replaceAll('\n', '');
    expect(text).toContain(`Ticket: ${TICKETS.failed.ticketId}`);
    expect(text).toContain('Tried: sent the ticket once');
    expect(text).not.toContain('HTTP 400');
    expect(buttonLabels(message)).toEqual({
      ...{ acknowledge: 'Acknowledge', retry: 'Retry', resolve: 'Resolved by hand' },
    });
  });

  it('offers Acknowledge, Retry and Resolved by hand, and says which lines were seen', () => {
    const message = draw(escalation('rejected_request'), DEFECT);
    expect(buttonLabels(message)).toEqual({
      ...{ acknowledge: 'Acknowledge', retry: 'Retry', resolve: 'Resolved by hand' },
    });
    expect(pressedValue(message, 'acknowledge')).toEqual({ escalation: ESCALATION_ID, upTo: 1 });
  });

  it('acknowledged shows who and when, and is mended as before', () => {
    const heard = entry({ acknowledged: ACKNOWLEDGED });
    const message = draw(escalation('rejected_request', [heard]), DEFECT);
    expect(readable(message)).toMatch(/Acknowledged by <@U0CAROL> at <!date.*14:02 UTC>/);
    expect(buttonLabels(message)).toEqual({ retry: 'Retry', resolve: 'Resolved by hand' });
  });

  it('says that nobody answered only when the last asking went unanswered', () => {
    const unheard = (asked: number) => read(escalation('rejected_request', undefined, { asked }));
    expect(unheard(3)).not.toContain('obody');
    expect(unheard(4)).toContain('Nobody has answered');
  });

  it.each([
    ['retried', cancelled(), 'retried by <@U0CAROL>'],
    ['resolved_by_hand', cancelled(), 'resolved by hand by <@U0CAROL>'],
    ['rolled_back', rolledBack(), 'the order is rolled back by <@U0CAROL>'],
  ] as const)('over (%s) says how, and has nothing left to press', (how, run, words) => {
    const over = entry({ closed: { how, at: TWO_PM + MINUTE, by: 'U0CAROL' } });
    const message = draw(escalation('rejected_request', [over]), run);
    expect(readable(message)).toContain(`Over: ${words} at <!date`);
    expect(message.text).toMatch(/^Over: ORD-1001/);
    expect(buttonLabels(message)).toEqual({});
  });

  it('over by another trouble of the run leaves that one to its own message', () => {
    const over = entry({ closed: { how: 'trouble_again', at: TWO_PM } });
    const run = troubled({ trouble: trouble({ number: 2, code: 'still_processing' }) });
    const message = draw(escalation('outcome_unknown', [over]), run);
    expect(readable(message)).toContain('For the order: Trouble. The request was still processing');
    expect(readable(message)).not.toContain('Tried');
    expect(buttonLabels(message)).toEqual({});
  });

  it('offers no Retry while a rollback is under way', () => {
    const before = { state: 'troubled' as const, trouble: trouble() };
    const message = draw(escalation('outcome_unknown'), { ...ROLLING, before });
    expect(buttonLabels(message)).toEqual({ acknowledge: 'Acknowledge' });
    expect(readable(message)).toContain('For the order: Rolling back.');
  });

  it('of a look that met a refused token has Acknowledge alone', () => {
    const { runId: _, trouble: __, ...look } = entry();
    const message = escalationMessage(escalation('bad_service_token', [look]), new Map(), NO_LINKS);
    expect(buttonLabels(message)).toEqual({ acknowledge: 'Acknowledge' });
    expect(readable(message)).toContain('It was met in a look: nothing was sent.');
    expect(message.text).toContain('ORD-1001');
  });

  it('of a run that fell into the same trouble again tells the newest whole', () => {
    const over = entry({ closed: { how: 'trouble_again', at: TWO_PM } });
    const again = troubled({ trouble: trouble({ number: 2, code: 'rejected_request' }) });
    const both = escalation('rejected_request', [over, entry({ place: 2, trouble: 2 })]);
    expect(buttonLabels(draw(both, again))).toHaveProperty('retry', 'Retry');
    expect(pressedValue(draw(both, again), 'acknowledge')).toMatchObject({ upTo: 2 });
  });
});

describe('A storm: several runs in one message', () => {
  const drawn = (about: object) => ({ ...DEFECT, ...about });

  it('gives each run its line, with requester, what is known, key, request and thread', () => {
    const { entries, runs } = storm(3, drawn);
    const links = new Map([...runs.keys()].map((id) => [id, `https://slack.test/${id}`]));
    const message = escalationMessage(escalation('rejected_request', entries), runs, { links });
    const text = readable(message).replaceAll('\n', '');
    for (const { orderId, runId } of entries) {
      expect(text).toContain(
        `${orderId}  <@U0ADA>  ·  not started  ·  key ${KEY}  ·  request req-7`,
      );
      expect(message.text).toContain(orderId);
      expect(JSON.stringify(message)).toContain(`https://slack.test/${runId}`);
    }
    expectSound(message);
  });

  it('gives the key that the trouble is about: of the rollback, or the ticket’s id', () => {
    const { rollback } = rollbackTroubled();
    const keyed = (drawing: Cancellation, code: Escalation['code'], number = 1) => {
      const { entries, runs } = storm(
        2,
        (about) => ({ ...drawing, ...about }),
        () => ({ trouble: number }),
      );
      return readable(escalationMessage(escalation(code, entries), runs, NO_LINKS));
    };
    expect(keyed(rollbackTroubled(), 'outcome_unknown')).toContain(
      `unknown  ·  key ${rollback.key}`,
    );
    expect(keyed(closed(TICKETS.failed), 'ticket_undelivered')).toContain(
      `ticket not delivered  ·  key ${TICKETS.failed.ticketId}`,
    );
    expect(keyed(closed(TICKETS.failed), 'outcome_unknown', 2)).not.toContain('key');
  });

  it('picks one run for Retry and Resolved by hand: there is no retry-all', () => {
    const { entries, runs } = storm(3, drawn);
    const message = escalationMessage(escalation('rejected_request', entries), runs, NO_LINKS);
    expect(buttonLabels(message)).toEqual({
      acknowledge: 'Acknowledge',
      retry_one: 'Retry one run',
      resolve_one: 'Resolved by hand: one run',
    });
    for (const id of ['acknowledge', 'retry_one', 'resolve_one']) {
      expect(pressedValue(message, id)).toEqual({ escalation: ESCALATION_ID, upTo: 3 });
    }
  });

  it('says of each line who heard it and how it ended, and counts them', () => {
    const { entries, runs } = storm(3, drawn, (place) => ({
      ...(place === 1 && { acknowledged: ACKNOWLEDGED }),
      ...(place === 2 && { closed: { how: 'by_itself' as const, at: TWO_PM } }),
    }));
    const message = escalationMessage(escalation('rejected_request', entries), runs, NO_LINKS);
    const text = readable(message).replaceAll('\n', '');
    expect(text).toContain('2 open (1 acknowledged), 1 over');
    expect(text).toContain('acknowledged by <@U0CAROL> at 14:02 UTC');
    expect(text).toContain('ORD-2001  <@U0ADA>  ·  over: by itself at 14:00 UTC');
    expect(buttonLabels(message)).toHaveProperty('acknowledge');
  });
});

function pressedValue(message: ReturnType<typeof draw>, actionId: string) {
  const elements = message.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  const found = elements.find(({ action_id }) => action_id === actionId);
  return found?.type === 'button' ? parseEscalationValue(found.value ?? '') : undefined;
}
