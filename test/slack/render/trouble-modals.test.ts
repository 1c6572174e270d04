import { describe, expect, it } from 'vitest';
import { stateValues } from '../../../src/sandbox/slack/block-kit/state-values.js';
import { modalDefinition } from '../../../src/sandbox/slack/block-kit/view-definitions.js';
import { detailsModal } from '../../../src/slack/render/details-modal.js';
import { pickModal } from '../../../src/slack/render/pick-modal.js';
import { resolveModal } from '../../../src/slack/render/resolve-modal.js';
import { rollBackModal } from '../../../src/slack/render/roll-back-modal.js';
import { entry } from './escalations.js';
import {
  BLOCKED,
  cancelled,
  closed,
  effect,
  MINUTE,
  REQUEST,
  resolved,
  rollbackTroubled,
  TICKETS,
  TWO_PM,
  trouble,
  troubled,
} from './runs.js';
import { expectSoundModal, readable } from './slack.js';

describe('The modal of «Roll back»', () => {
  it('asks once more, and says until when', () => {
    const windowEndsAt = TWO_PM + 123 * MINUTE;
    const modal = rollBackModal(cancelled(), { windowEndsAt, metadata: 'kept' });
    expectSoundModal(modal);
    expect(modal).toMatchObject({ callback_id: 'roll_back', private_metadata: 'kept' });
    expect(modal.submit?.text).toBe('Roll back');
    expect(readable(modal)).toContain('Cancel ORD-1001');
    expect(readable(modal)).toMatch(/Take this cancellation back\?.*16:03 UTC/);
  });
});

describe('The modal of «Resolved by hand»', () => {
  it('asks what is true now and for a note, and assumes neither', () => {
    const modal = resolveModal(troubled(), { metadata: 'kept' });
    expectSoundModal(modal);
    expect(modal).toMatchObject({ callback_id: 'resolve', private_metadata: 'kept' });
    expect(stateValues(modalDefinition(modal).blocks)).toMatchObject({
      truth: { truth: { selected_option: null } },
      note: { note: { value: null } },
    });
    expect(readable(modal)).toContain('The outcome of the cancellation is unknown');
  });

  it('that was refused names what the order service says, and keeps what was written', () => {
    const modal = resolveModal(troubled(), {
      metadata: 'kept',
      form: { truth: 'cancelled', note: 'I am sure of it' },
      error: { code: 'says_otherwise', detail: 'the order is pending' },
    });
    expectSoundModal(modal);
    expect(readable(modal)).toMatch(/The order service says otherwise\..*the order is pending/s);
    expect(readable(modal)).toContain('`says_otherwise`');
    expect(stateValues(modalDefinition(modal).blocks)).toMatchObject({
      truth: { truth: { selected_option: { value: 'cancelled' } } },
      note: { note: { value: 'I am sure of it' } },
    });
  });
});

describe('The modal that asks which run is meant', () => {
  it.each([
    ['retry', 'pick_retry'],
    ['resolve', 'pick_resolve'],
  ] as const)('to %s: each run once, by its order', (picking, callbackId) => {
    const other = { runId: '4b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e', orderId: 'ORD-1002' };
    const entries = [entry(), entry({ place: 2, trouble: 2 }), entry({ place: 3, ...other })];
    const modal = pickModal(picking, entries, { title: 'Pick one', metadata: 'kept' });
    expectSoundModal(modal);
    expect(modal).toMatchObject({ callback_id: callbackId, private_metadata: 'kept' });
    const input = modal.blocks.find(({ block_id }) => block_id === 'pick');
    expect(input).toMatchObject({
      element: {
        options: [
          { value: REQUEST.runId, text: { text: 'ORD-1001' } },
          { value: other.runId, text: { text: 'ORD-1002' } },
        ],
      },
    });
  });
});

describe('«Details» of what went wrong', () => {
  it('quotes what was found, with what was tried and the request id', () => {
    const run = troubled({
      trouble: trouble({ detail: 'The refund was refused', requestId: 'r7' }),
    });
    const text = readable(detailsModal(run)).replaceAll('\n', '');
    expect(text).toContain('What was foundThe refund was refused');
    expect(text).toContain('Tried: sent the cancel request once');
    expect(text).toContain('X-Request-ID: r7');
    expect(text).toMatch(/`outcome_unknown`$/);
  });

  it('has the note of who resolved it by hand', () => {
    expect(readable(detailsModal(resolved('cancelled')))).toContain('seen in the admin tool');
  });

  it('says why a rollback came to nothing, and why a ticket was not delivered', () => {
    const code = 'not_eligible' as const;
    const detail = 'The stock was given away';
    const notRolledBack = { code, detail, at: TWO_PM, by: 'U0BOB' };
    const run = { ...cancelled(), effect: { ...effect(), notRolledBack } };
    expect(readable(detailsModal(run))).toContain(detail);
    expect(readable(detailsModal(run))).toContain('`not_eligible`');
    expect(readable(detailsModal(closed(TICKETS.failed)))).toContain('HTTP 400');
  });

  it('has the key and the person of a rollback beside those of the cancellation', () => {
    const run = rollbackTroubled();
    const text = readable(detailsModal(run)).replaceAll('\n', '');
    expect(text).toContain(`X-Idempotency-Key of the rollback: ${run.rollback.key}`);
    expect(text).toContain(`X-Idempotency-Key: ${run.intent.key}`);
    expect(readable(detailsModal(BLOCKED))).not.toContain('of the rollback');
  });
});
