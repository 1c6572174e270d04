import { describe, expect, it } from 'vitest';
import type { EscalationNote } from '../../../src/cancellations/trouble/escalation.js';
import { escalationNote } from '../../../src/slack/render/escalation-note.js';
import { acknowledgedReply } from '../../../src/slack/render/replies.js';
import { ticketMessage, ticketPiece } from '../../../src/slack/render/ticket.js';
import { ACKNOWLEDGED, entry, escalation } from './escalations.js';
import { closed, TICKETS, TWO_PM } from './runs.js';
import { expectSound, readable } from './slack.js';

const NOTE: EscalationNote = {
  ...{ note: 'asked_again', at: TWO_PM, time: 2, orderIds: ['ORD-1001', 'ORD-1002'] },
  mentions: [],
};
const ABOUT = escalation('outcome_unknown');

describe('In the thread of an escalation', () => {
  it('the on-call group is asked again, for the orders that wait', () => {
    const note = escalationNote(ABOUT, NOTE, { mention: 'S0ONCALL' });
    expect(readable(note)).toMatch(/^<!subteam\^S0ONCALL> Nobody has acknowledged this yet/);
    expect(readable(note)).toContain('(asked again 2 of 3 times)');
    expect(readable(note).replaceAll('\n', '')).toContain('ORD-1001, ORD-1002');
    expect(note.text).toMatch(/^<!subteam\^S0ONCALL> .* ORD-1001, ORD-1002: /);
    expect(readable(note)).toMatch(/`outcome_unknown`$/);
    expectSound(note);
  });

  it.each([undefined, '', 'U0ADA', '!channel', 'S0>'])(
    'nobody is mentioned where the group is none (%s)',
    (group) => {
      const note = escalationNote(ABOUT, NOTE, { ...(group !== undefined && { mention: group }) });
      expect(note.text).toMatch(/^Nobody has acknowledged/);
    },
  );

  it('those who acknowledged are reminded, an hour later, of what is still open', () => {
    const mentions = ['U0CAROL', '!channel'];
    const note = escalationNote(ABOUT, { ...NOTE, note: 'still_open', mentions }, {});
    expect(readable(note)).toMatch(/^<@U0CAROL> Acknowledged an hour ago, and still open\./);
  });
});

describe('The answer to «Acknowledge»', () => {
  it('counts what was acknowledged, and names the orders', () => {
    const reply = acknowledgedReply(ABOUT, 1);
    expect(reply.text).toMatch(/^ORD-1001: Acknowledged \(1 order\)/);
  });

  it('says who was faster', () => {
    const heard = escalation('outcome_unknown', [entry({ acknowledged: ACKNOWLEDGED })]);
    expect(readable(acknowledgedReply(heard, 0))).toContain('Acknowledged by <@U0CAROL> at <!date');
    expect(readable(acknowledgedReply(ABOUT, 0))).not.toContain('Acknowledged by');
  });
});

describe('CASE-REINSTATE in #order-ops', () => {
  it('names order, people and ticket, and leads to the card', () => {
    const run = closed(TICKETS.opening);
    const message = ticketMessage(run, { link: 'https://slack.test/card' });
    expect(message.text).toContain('CASE-REINSTATE ORD-1001');
    const text = readable(message).replaceAll('\n', '');
    expect(text).toContain(`Ticket: ${TICKETS.opening.ticketId}`);
    expect(text).toContain('Requested by: <@U0ADA>');
    expect(text).toContain('Cancelled by: <@U0BOB>');
    expect(text).toContain('Cancelled at: 23 Nov 14:03 UTC');
    expect(JSON.stringify(message)).toContain('"url":"https://slack.test/card"');
    expect(JSON.stringify(ticketMessage(run, {}))).not.toContain('"link"');
  });

  it('has the original order in its thread, every character of it', () => {
    const text = ' {\n  "sku": "ä<@U1>&amp;*",\t"x": "<!channel>"\n';
    const piece = ticketPiece(closed(TICKETS.opened), { text, piece: 2, of: 3 });
    expect(piece.blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
      },
    ]);
    expect(piece.text).toBe('CASE-REINSTATE ORD-1001: the original order, part 2 of 3');
  });
});
