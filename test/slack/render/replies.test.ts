import { describe, expect, it } from 'vitest';
import {
  answerReply,
  helpReply,
  openModalReply,
  refusalReply,
} from '../../../src/slack/render/replies.js';
import { listReply, noRunReply, statusReply } from '../../../src/slack/render/run-replies.js';
import { awaiting, BILLING_HOLD, cancelled, REQUEST, RUNS, verdictsWith } from './runs.js';
import { buttonLabels, expectSound, readable } from './slack.js';

describe('The status of a run', () => {
  it('has the live buttons for entitled people, so that a lost card strands nobody', () => {
    expect(
      buttonLabels(statusReply(awaiting(), { rollbackWindow: 7_200_000, full: true })),
    ).toEqual({
      confirm: 'Confirm cancellation',
      discard: 'Discard',
      details: 'Details',
    });
    const blocked = awaiting({ verdicts: verdictsWith(BILLING_HOLD) });
    expect(
      buttonLabels(statusReply(blocked, { rollbackWindow: 7_200_000, full: true })),
    ).toHaveProperty('check_again');
  });

  it('is id and state alone for the others', () => {
    for (const run of RUNS) {
      const reply = statusReply(run, { rollbackWindow: 7_200_000, full: false });
      expect(readable(reply)).toContain('ORD-1001');
      expect(buttonLabels(reply)).toEqual({});
      expect(JSON.stringify(reply)).not.toMatch(/U0ADA|U0BOB|42\.00|operational_request/);
    }
    expect(readable(statusReply(cancelled(), { rollbackWindow: 7_200_000, full: false }))).toBe(
      'ORD-1001\n  The order is cancelled',
    );
  });

  it('links to the card where a link was given', () => {
    const reply = statusReply(awaiting(), {
      rollbackWindow: 7_200_000,
      full: true,
      link: 'https://slack.test/card',
    });
    expect(JSON.stringify(reply)).toContain('"url":"https://slack.test/card"');
  });

  it('says that there is none', () => {
    expect(readable(noRunReply('ORD-7'))).toMatch(
      /^ORD-7\nThere is no such cancellation\..*`no_such_run`$/s,
    );
  });
});

const NO_MORE = { more: 0, isMore: false };

describe('The list of runs', () => {
  it('shows people and refunds to entitled people only', () => {
    expect(readable(listReply([awaiting()], { full: true, ...NO_MORE }))).toContain('<@U0ADA>');
    const brief = JSON.stringify(listReply([awaiting()], { full: false, ...NO_MORE }));
    expect(brief).not.toMatch(/U0ADA|42\.00/);
    expect(brief).toContain('Waiting for confirmation');
  });

  it('counts what it leaves out', () => {
    const runs = Array.from({ length: 30 }, (_, index) => awaiting({ orderId: `ORD-${index}` }));
    const reply = listReply(runs, { full: true, more: 5, isMore: false });
    expectSound(reply);
    expect(readable(reply)).toContain('ORD-19');
    expect(readable(reply)).not.toContain('ORD-20');
    expect(readable(reply)).toMatch(/and 15 more$/);
    expect(reply.text).toMatch(/^Cancellations: ORD-0, .*ORD-9 and 25 more$/);
  });

  it('says where it stopped counting', () => {
    const runs = Array.from({ length: 30 }, (_, index) => awaiting({ orderId: `ORD-${index}` }));
    const reply = listReply(runs, { full: true, more: 1_000, isMore: true });
    expect(readable(reply)).toMatch(/and over 1010 more$/);
    expect(reply.text).toMatch(/ and over 1020 more$/);
  });

  it('says that there are none', () => {
    expect(readable(listReply([], { full: true, ...NO_MORE }))).toBe(
      'There are no cancellations to show.',
    );
  });
});

describe('A refusal', () => {
  it('says what it means, what to do, and its code at the end', () => {
    const reply = refusalReply({ orderId: 'ORD-1001', code: 'paused', detail: 'until noon' });
    expect(readable(reply)).toMatch(
      /^ORD-1001\n\*The bot is paused.*Wait until.*\nuntil noon\n`paused`$/s,
    );
    expect(reply.text).toContain('ORD-1001: The bot is paused');
  });

  it('tells who holds the order, without any detail', () => {
    const who = { word: 'Held by', slackId: 'U0BOB' };
    expect(readable(refusalReply({ code: 'live_run', who }))).toContain('Held by <@U0BOB>');
  });
});

describe('The other replies', () => {
  it('help with every form of the command', () => {
    expectSound(helpReply());
    for (const form of [
      'status ORD-1001`',
      'audit ORD-1001`',
      'list`',
      'help`',
      '/cancel-order`',
    ]) {
      expect(readable(helpReply())).toContain(form);
    }
  });

  it('answer a press, naming the order', () => {
    const reply = answerReply({
      orderId: REQUEST.orderId,
      text: 'This was decided.',
      code: 'decided',
      who: { word: 'Decided by', slackId: 'U0BOB', at: 0 },
    });
    expect(reply.text).toBe('ORD-1001: This was decided.');
    expect(readable(reply)).toContain('Decided by <@U0BOB> at <!date^0^{time}|00:00 UTC>');
  });

  it('offer the form again where Slack’s trigger ran out, with and without an order', () => {
    expectSound(openModalReply());
    expect(buttonLabels(openModalReply('ORD-1001'))).toEqual({ open_modal: 'Open the form' });
    expect(JSON.stringify(openModalReply('ORD-1001'))).toContain('"value":"ORD-1001"');
  });
});
