import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withHistory } from '../../../src/cancellations/run/history.js';
import { breakGlassMessage } from '../../../src/slack/render/break-glass.js';
import { breakGlassModal } from '../../../src/slack/render/break-glass-modal.js';
import { breakGlassOffer } from '../../../src/slack/render/buttons.js';
import { card } from '../../../src/slack/render/card.js';
import { detailsModal } from '../../../src/slack/render/details-modal.js';
import { namedOrder } from '../../../src/slack/render/text.js';
import { threadPost } from '../../../src/slack/render/thread-post.js';
import * as any from './hostile.js';
import { ADA, awaiting, cancelled, TOO_OLD, TWO_PM, verdictsWith } from './runs.js';
import { buttonLabels, expectSound, expectSoundModal, readable } from './slack.js';

const GLASS = { by: ADA.slackId, at: TWO_PM, reason: 'Nobody else is up', roles: ['duty_manager'] };
const LINK = 'https://slack.test/card';
const TWO_HOURS = { rollbackWindow: 7_200_000 };
/** product.md «Words that people and scripts rely on». */
const OTHERS =
  /Confirm|Discard|Details|Roll back|CASE-REINSTATE|Acknowledge|Retry|Check again|Resolved by hand/;

const { intent, ...rest } = cancelled();
const BROKEN = withHistory(
  { ...rest, intent: { ...intent, actor: ADA, brokenGlass: GLASS } },
  { event: 'confirmed', at: TWO_PM, by: ADA.slackId, alone: true },
);

describe('A decision that one person made alone', () => {
  it('is told to #order-ops: the order, by whom, why and by which role', () => {
    const message = breakGlassMessage(BROKEN, GLASS, { link: LINK });
    expectSound(message);
    expect(message.text).toBe('Break-glass ORD-1001: <@U0ADA> decided alone');
    for (const said of ['Nobody else is up', 'duty_manager', '<@U0ADA>', BROKEN.runId]) {
      expect(readable(message)).toContain(said);
    }
    expect(JSON.stringify(message.blocks)).toContain(LINK);
  });

  it('stands on the card and in the thread with who it was; why stands behind «Details»', () => {
    const onCard = readable(card(BROKEN, TWO_HOURS));
    expect(onCard).toContain('*Break-glass*: <@U0ADA> decided alone');
    expect(onCard).toContain('Confirmed by <@U0ADA> alone (break-glass)');
    expect(onCard).not.toContain('Nobody else is up');
    const milestone = { at: TWO_PM, by: ADA.slackId, alone: true, mentions: [] };
    const inThread = readable(threadPost(BROKEN, { ...milestone, milestone: 'started' }));
    expect(inThread).toContain('confirmed by <@U0ADA> alone (break-glass)');
    expect(inThread).not.toContain('Nobody else is up');
    expect(readable(detailsModal(BROKEN))).toContain('Nobody else is up');
  });

  it('is asked for by a button whose words are no other’s, and a modal that names what stands', () => {
    const run = awaiting({ secondPerson: true, verdicts: verdictsWith(TOO_OLD) });
    const labels = buttonLabels({ text: '', blocks: [breakGlassOffer(run)] });
    expect(labels).toStrictEqual({ break_glass: 'Break glass' });
    expect(Object.values(labels).join()).not.toMatch(OTHERS);
    const modal = breakGlassModal(run, { metadata: 'm' });
    expectSoundModal(modal);
    expect(readable(modal)).toContain('The order is too old');
  });

  it('says nothing of it where nobody decided alone', () => {
    expect(readable(card(cancelled(), TWO_HOURS))).not.toMatch(/alone|glass/i);
  });

  it('can mark up, call and link nothing, whatever was typed', () => {
    fc.assert(
      fc.property(any.run, any.brokenGlass, (run, glass) => {
        const message = breakGlassMessage(run, glass, { link: LINK });
        expectSound(message);
        expect(message.text).toContain(namedOrder(run.orderId));
        expectSoundModal(breakGlassModal(run, { metadata: 'm' }));
      }),
      { seed: 20_261_125, numRuns: 60 },
    );
  });
});
