import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askOrderModal, lookingModal } from '../../../src/slack/render/ask-order-modal.js';
import { blockedModal } from '../../../src/slack/render/blocked-modal.js';
import { card } from '../../../src/slack/render/card.js';
import { detailsModal } from '../../../src/slack/render/details-modal.js';
import { noticeModal } from '../../../src/slack/render/notice-modal.js';
import { noticeOfCard } from '../../../src/slack/render/notice-of-card.js';
import { answerReply, openModalReply, refusalReply } from '../../../src/slack/render/replies.js';
import { requestModal } from '../../../src/slack/render/request-modal.js';
import { listReply, noRunReply, statusReply } from '../../../src/slack/render/run-replies.js';
import { namedOrder } from '../../../src/slack/render/text.js';
import { threadPost } from '../../../src/slack/render/thread-post.js';
import * as any from './hostile.js';
import { RUNS } from './runs.js';
import { expectSound, expectSoundModal, readable } from './slack.js';

const TWO_HOURS = { rollbackWindow: 7_200_000 };
const SEEDED = { seed: 20_261_123, numRuns: 100 };
const BOTH = [true, false] as const;

describe('Whatever people and the order service write, Slack takes it and nothing in it acts', () => {
  it('on a card, which names the order and tells none of what stands behind «Details»', () => {
    fc.assert(
      fc.property(any.run, (run) => {
        const message = card(run, TWO_HOURS);
        expectSound(message);
        expect(message.text).toContain(namedOrder(run.orderId));
        expect(readable(message)).not.toContain('secret');
      }),
      SEEDED,
    );
  });

  it('in a thread post, the same', () => {
    fc.assert(
      fc.property(any.run, any.milestone, (run, milestone) => {
        const message = threadPost(run, milestone);
        expectSound(message);
        expect(message.text).toContain(namedOrder(run.orderId));
        expect(readable(message)).not.toContain('secret');
      }),
      SEEDED,
    );
  });

  it('in the modal of the request', () => {
    const form = fc.record(
      { reason: any.hostile, notes: any.hostile, notify: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.record({
          orderId: any.hostile,
          verdicts: any.verdicts,
          impact: any.impact,
          reasons: fc.array(
            any.hostile.map((reason) => `r${reason}`),
            { minLength: 1 },
          ),
          form,
          isChanged: fc.boolean(),
          secondPerson: fc.boolean(),
        }),
        ({ verdicts, impact, secondPerson, ...look }) => {
          const found = { verdicts, impact, secondPerson, digest: 'digest' };
          const assessment = { kind: 'clear' as const, ...found };
          expectSoundModal(requestModal({ ...look, assessment, metadata: 'm' }));
        },
      ),
      SEEDED,
    );
  });

  it('in the modal of a look that is blocked or not entitled', () => {
    const blocked = fc.record({
      kind: fc.constant('blocked' as const),
      verdicts: any.verdicts,
      impact: fc.option(any.impact, { nil: undefined }),
      unreadImpact: fc.option(fc.record({ code: any.code, detail: any.hostile }), {
        nil: undefined,
      }),
    });
    const notEntitled = any.verdicts.map(([role]) => ({
      kind: 'not_entitled' as const,
      role: role ?? { check: 'role' as const, word: 'passed' as const, found: '' },
    }));
    fc.assert(
      fc.property(any.hostile, fc.oneof(blocked, notEntitled), (orderId, assessment) => {
        expectSoundModal(blockedModal({ orderId, assessment, metadata: 'm' }));
      }),
      SEEDED,
    );
  });

  it('in the details', () => {
    fc.assert(
      fc.property(any.run, (run) => expectSoundModal(detailsModal(run))),
      SEEDED,
    );
  });

  it('in the small modals', () => {
    fc.assert(
      fc.property(any.hostile, any.hostile, any.code, any.slackId, (orderId, text, code, by) => {
        expectSoundModal(askOrderModal('C1'));
        expectSoundModal(lookingModal(orderId));
        const who = { word: 'Held by', slackId: by, at: 0 };
        const link = { url: 'https://slack.test/card', label: 'See the card' };
        expectSoundModal(
          noticeModal({ title: 'Requested', orderId, text, code, who, link, again: { orderId } }),
        );
      }),
      SEEDED,
    );
  });

  it('in the replies', () => {
    fc.assert(
      fc.property(
        fc.array(any.run, { maxLength: 3 }),
        any.hostile,
        any.code,
        (runs, text, code) => {
          const orderId = text;
          for (const full of BOTH) {
            const forty = Array.from({ length: 14 }, () => runs).flat();
            expectSound(listReply(forty, { full, more: 3, isMore: full }));
            for (const run of runs) {
              expectSound(noticeOfCard(run, 'https://slack.test/card'));
              const reply = statusReply(run, {
                rollbackWindow: 7_200_000,
                full,
                link: 'https://slack.test/card',
              });
              expectSound(reply);
              expect(reply.text).toContain(namedOrder(run.orderId));
            }
          }
          for (const reply of [
            noRunReply(orderId),
            refusalReply({ orderId, code, detail: text }),
            answerReply({ orderId, text, code }),
            openModalReply(orderId),
          ]) {
            expectSound(reply);
            expect(reply.text).toContain(namedOrder(orderId));
          }
        },
      ),
      SEEDED,
    );
  });
});

describe('In every state', () => {
  it.each(RUNS.map((run) => [run.state, run] as const))('%s: all renders are sound', (_, run) => {
    expectSound(card(run, TWO_HOURS));
    expectSoundModal(detailsModal(run));
    for (const full of BOTH) expectSound(statusReply(run, { rollbackWindow: 7_200_000, full }));
  });
});
