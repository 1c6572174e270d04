import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closingSchema,
  type Entry,
  escalationNoteSchema,
  LINES,
} from '../../../src/cancellations/trouble/escalation.js';
import { escalationMessage } from '../../../src/slack/render/escalation.js';
import { escalationNote } from '../../../src/slack/render/escalation-note.js';
import { pickModal } from '../../../src/slack/render/pick-modal.js';
import { acknowledgedReply } from '../../../src/slack/render/replies.js';
import { resolveModal } from '../../../src/slack/render/resolve-modal.js';
import { rollBackModal } from '../../../src/slack/render/roll-back-modal.js';
import { namedOrder } from '../../../src/slack/render/text.js';
import { ticketMessage, ticketPiece } from '../../../src/slack/render/ticket.js';
import { escalation, storm } from './escalations.js';
import * as any from './hostile.js';
import { TWO_PM, trouble, troubled } from './runs.js';
import { expectSound, expectSoundModal, readable } from './slack.js';

const SEEDED = { seed: 20_261_123, numRuns: 60 };
const LINK = 'https://slack.test/card';
const RUNBOOK = { runbookUrl: 'https://runbooks.example/cancel-order?version=3' };

const line = fc.record<Partial<Entry>>(
  {
    orderId: any.hostile,
    requester: any.slackId,
    trouble: fc.nat(9),
    acknowledged: fc.record({ by: any.slackId, at: fc.constant(TWO_PM) }),
    closed: fc.record({
      how: fc.constantFrom(...closingSchema.options),
      at: fc.constant(TWO_PM),
      by: any.slackId,
    }),
  },
  { requiredKeys: ['orderId', 'requester', 'trouble'] },
);

describe('Whatever people and the order service write, in #order-ops', () => {
  it('an escalation of one, or of as many as a message takes, is sound and keeps its secrets', () => {
    const count = fc.constantFrom(1, 2, LINES);
    fc.assert(
      fc.property(any.run, any.code, line, count, fc.nat(4), (run, code, more, count, asked) => {
        const { entries, runs } = storm(
          count,
          (about) => ({ ...run, ...about }),
          () => more,
        );
        const links = new Map([...runs.keys()].map((runId) => [runId, LINK]));
        const about = escalation(code, entries, { asked });
        const message = escalationMessage(about, runs, { links, ...RUNBOOK });
        expectSound(message);
        expect(readable(message)).not.toContain('secret');
        for (const { orderId } of entries) expect(message.text).toContain(namedOrder(orderId));
        expectSound(escalationMessage(about, new Map(), { links: new Map() }));
        for (const heard of [0, 1]) expectSound(acknowledgedReply(about, heard));
        expectSoundModal(pickModal('retry', entries, { title: 'Retry one run', metadata: 'm' }));
      }),
      SEEDED,
    );
  });

  it('a storm of the longest lines still fits, links and all', () => {
    const requestId = 'r'.repeat(200);
    const run = troubled({ trouble: trouble({ known: 'not_seen', requestId }) });
    const { entries, runs } = storm(
      LINES,
      (about) => ({ ...run, ...about }),
      (place) => ({
        orderId: `${place}${'X'.repeat(62)}`,
        requester: `U${'0'.repeat(10)}`,
        acknowledged: { by: `U${'1'.repeat(10)}`, at: TWO_PM },
      }),
    );
    const links = new Map([...runs.keys()].map((runId) => [runId, LINK]));
    expectSound(escalationMessage(escalation('outcome_unknown', entries), runs, { links }));
  });

  it('so are the notes in its thread', () => {
    const note = fc.record({
      note: fc.constantFrom(...escalationNoteSchema.shape.note.options),
      at: fc.constant(TWO_PM),
      time: fc.nat(3),
      orderIds: fc.array(any.hostile, { minLength: 1, maxLength: LINES }),
      mentions: fc.array(any.slackId, { maxLength: LINES }),
    });
    fc.assert(
      fc.property(any.code, note, any.hostile, (code, told, mention) => {
        expectSound(escalationNote(escalation(code), told, { mention }));
      }),
      SEEDED,
    );
  });

  it('so are the tickets, and the modals that people fill in', () => {
    fc.assert(
      fc.property(any.run, any.hostile, any.code, (run, text, code) => {
        expectSound(ticketMessage(run, { link: LINK }));
        expect(ticketMessage(run, {}).text).toContain(namedOrder(run.orderId));
        expect(ticketPiece(run, { text, piece: 1, of: 1 }).text).toContain(namedOrder(run.orderId));
        expectSoundModal(rollBackModal(run, { windowEndsAt: TWO_PM, metadata: 'm' }));
        const form = { truth: 'cancelled' as const, note: text };
        const error = { code, detail: text };
        expectSoundModal(resolveModal(run, { metadata: 'm', form, error }));
      }),
      SEEDED,
    );
  });
});
