import { describe, expect, it } from 'vitest';
import type { Cancellation } from '../../../src/cancellations/run/record.js';
import { card } from '../../../src/slack/render/card.js';
import {
  ADA,
  awaiting,
  BILLING_HOLD,
  BLOCKED,
  BOB,
  cancelled,
  closed,
  effect,
  MINUTE,
  postChecksWith,
  REQUEST,
  ROLLING,
  RUNS,
  refused,
  resolved,
  rollbackTroubled,
  rolledBack,
  TICKETS,
  TOO_OLD,
  TWO_PM,
  trouble,
  troubled,
  verdictsWith,
} from './runs.js';
import { buttonLabels, readable } from './slack.js';

const draw = (run: Cancellation) => card(run, { rollbackWindow: 120 * MINUTE });
const read = (run: Cancellation) => readable(draw(run));
/** What comes under the headline: the line that a glance falls on. */
const firstLine = (run: Cancellation) =>
  readable({ ...draw(run), blocks: draw(run).blocks.slice(1, 2) });

describe('The card of a run that waits for its confirmation', () => {
  it('says so, until when, and what the cancellation would do', () => {
    const message = draw(awaiting());
    expect(message.text).toBe('Cancel ORD-1001: Waiting for confirmation');
    expect(message.blocks[0]).toMatchObject({ type: 'header', text: { text: 'Cancel ORD-1001' } });
    const until = (TWO_PM + 15 * MINUTE) / 1000;
    expect(firstLine(awaiting())).toBe(
      `⏳ *Waiting for confirmation* until <!date^${until}^{time}|14:15 UTC>`,
    );
    expect(readable(message)).toMatch(/Refund: \n42\.00 EUR/);
    expect(readable(message)).toContain('2 workflows, 1 notification, 3 billing records');
    expect(readable(message)).toContain('2 warnings, 1 further, see Details');
    expect(readable(message)).toContain('operational_request');
    expect(readable(message)).toContain('it can be rolled back for 2 hours');
    expect(readable(message)).toContain(`<@${ADA.slackId}>`);
  });

  it('tells nothing of recipients, warnings, notes, workflows, further impact or user ids', () => {
    for (const run of RUNS) {
      expect(JSON.stringify(draw(run))).not.toMatch(
        /carol|packed|discount|rang twice|picking|loyalty|@example\.com|roles found/,
      );
    }
  });

  it('offers Confirm, behind a dialog that names order, refund and counts; Discard; Details', () => {
    expect(buttonLabels(draw(awaiting()))).toEqual({
      confirm: 'Confirm cancellation',
      discard: 'Discard',
      details: 'Details',
    });
    const actions = draw(awaiting()).blocks.find(({ type }) => type === 'actions');
    expect(actions).toMatchObject({
      elements: [
        {
          style: 'danger',
          confirm: {
            text: {
              type: 'plain_text',
              text: 'ORD-1001. Refund 42.00 EUR; 2 workflows, 1 notification, 3 billing records.',
            },
          },
        },
        {},
        {},
      ],
    });
  });

  it('names the second person who is needed, why, and who it cannot be', () => {
    const run = awaiting({ secondPerson: true, verdicts: verdictsWith(TOO_OLD) });
    expect(firstLine(run)).toContain('A second person must confirm, not <@U0ADA>.');
    expect(read(run)).toContain('Age\n needs a second person\n. The order is too old');
    expect(read(run)).not.toContain('45 days');
    expect(lastBlock(run)).toBe('`order_too_old`');
  });

  it('says that the policy asks for the second person, where no verdict does', () => {
    expect(lastBlock(awaiting({ secondPerson: true }))).toBe('`four_eyes`');
  });

  it('that is blocked names the block and what resolves it, and offers «Check again» for Confirm', () => {
    const run = awaiting({ verdicts: verdictsWith(BILLING_HOLD) });
    expect(draw(run).text).toBe('Cancel ORD-1001: Blocked');
    expect(read(run)).toContain('A billing hold is active. Resolve the billing hold');
    expect(buttonLabels(draw(run))).toEqual({
      check_again: 'Check again',
      discard: 'Discard',
      details: 'Details',
    });
    expect(lastBlock(run)).toBe('`billing_hold`');
  });

  it('shows what changed since it was drawn, to be confirmed anew', () => {
    const run = awaiting({
      changes: [{ what: 'refund', before: '42.00 EUR', after: '40.00 EUR' }],
    });
    expect(read(run)).toContain('Changed since the card was drawn: confirm anew');
    expect(read(run).replaceAll('\n', '')).toContain('refund: 42.00 EUR → 40.00 EUR');
    expect(lastBlock(run)).toBe('`order_changed`');
    expect(read(awaiting())).not.toContain('Changed');
  });
});

describe('The card of a run that goes on or has ended', () => {
  it('offers «Details» alone: nothing is left to decide', () => {
    const over = ['discarded', 'expired', 'refused', 'executing', 'processing', 'rolling_back'];
    for (const run of RUNS.filter(({ state }) => over.includes(state))) {
      expect(labels(run)).toStrictEqual(['Details']);
    }
  });

  it.each([
    ['discarded', /\*Discarded\* by <@U0BOB>: nothing took effect/],
    ['expired', /\*Expired\*: nobody confirmed in time, nothing was done/],
    ['executing', /\*Cancelling\*/],
    ['processing', /\*Processing\* since <!date/],
    ['verifying', /\*Cancelled; verifying\*/],
  ] as const)('%s reads as what it is', (state, line) => {
    const runs = RUNS.filter((run) => run.state === state);
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) expect(firstLine(run)).toMatch(line);
  });

  it('says the end as cancelled, shows each post-check and until when it can be rolled back', () => {
    expect(firstLine(cancelled())).toContain('✅ *The order is cancelled*');
    expect(firstLine(cancelled())).toContain('|16:03 UTC>');
    for (const check of ['Order status', 'Billing', 'Notification', 'Audit entry']) {
      expect(read(cancelled())).toContain(`${check}\n verified`);
    }
    expect(read(cancelled())).toContain('confirmed by \n<@U0BOB>');
  });

  it('says of an order cancelled while its billing is unverified just that', () => {
    const run = cancelled(postChecksWith('billing', 'unverified'));
    expect(draw(run).text).toBe(
      'Cancel ORD-1001: The order is cancelled, but billing is unverified',
    );
    expect(firstLine(run)).toMatch(/^⚠️ \*The order is cancelled, but billing is unverified\*/);
    const contradicted = troubled({
      trouble: trouble({ code: 'contradicted', known: 'cancelled', goOn: 'verify' }),
      effect: effect(postChecksWith('audit_entry', 'failed')),
    });
    expect(firstLine(contradicted)).toContain('cancelled, but audit entry contradicts it*');
    expect(firstLine(contradicted)).toContain('Rollback window until');
  });

  it('never says that the order is cancelled where that is not known', () => {
    for (const run of RUNS.filter((one) => !('effect' in one && one.effect))) {
      expect(read(run)).not.toMatch(/order is cancelled/i);
    }
  });

  it('names a refusal or a trouble, what to do, and its code at the end', () => {
    expect(firstLine(refused('forbidden'))).toContain(
      'Refused. The order service refuses the person who confirmed*\nVerify roles and ownership',
    );
    expect(lastBlock(refused('forbidden'))).toBe('`forbidden`');
    expect(firstLine(troubled())).toContain('Trouble. It is not known whether');
    expect(lastBlock(troubled())).toBe('`outcome_unknown`');
  });

  it('offers what leads out of a trouble, by its level', () => {
    expect(labels(troubled())).toStrictEqual(['Retry', 'Resolved by hand', 'Details']);
    expect(labels(BLOCKED)).toStrictEqual(['Check again', 'Discard', 'Details']);
    expect(labels(rollbackTroubled())).toStrictEqual(['Retry', 'Resolved by hand', 'Details']);
    expect(labels(rollbackTroubled({ level: 2, code: 'billing_hold' }))).toStrictEqual([
      ...['Check again', 'Resolved by hand', 'Details'],
    ]);
    const unverified = troubled({ effect: effect(postChecksWith('billing', 'unverified')) });
    expect(labels(unverified)).toStrictEqual([
      ...['Retry', 'Resolved by hand', 'Roll back', 'Details'],
    ]);
  });

  it('offers the way back while its window is open, then the ticket, and that once', () => {
    expect(labels(cancelled())).toStrictEqual(['Roll back', 'Details']);
    expect(labels(resolved('cancelled'))).toStrictEqual(['Roll back', 'Details']);
    expect(labels(resolved('not_cancelled'))).toStrictEqual(['Details']);
    expect(labels(closed())).toStrictEqual(['Open CASE-REINSTATE ticket', 'Details']);
    expect(labels(closed(TICKETS.opened))).toStrictEqual(['Details']);
    expect(labels(closed(TICKETS.failed))).toStrictEqual(['Retry', 'Resolved by hand', 'Details']);
    for (const run of [ROLLING, rolledBack()]) expect(labels(run)).toStrictEqual(['Details']);
  });

  it('says the end as rolled back, and the state where it is not the former one', () => {
    expect(read(rolledBack())).toContain('The order is rolled back');
    expect(read(rolledBack())).not.toContain('The order is now');
    expect(read(rolledBack('on_hold'))).toMatch(/on_hold[\s\S]*pending/);
  });

  it('has a line a step with who and when, on another day with its date', () => {
    const run = awaiting({
      history: [
        ...REQUEST.history,
        { event: 'confirmed', at: TWO_PM + 24 * 60 * MINUTE, by: BOB.slackId },
        { event: 'rate_limited', at: TWO_PM + MINUTE, code: 'rate_limited' },
      ],
    });
    const lines = read(run).split('\n');
    expect(lines).toContain(`<!date^${TWO_PM / 1000}^{time}|14:00 UTC>  Requested by <@U0ADA>`);
    expect(read(run)).toContain('^{date_short} {time}|24 Nov 14:00 UTC>  Confirmed by <@U0BOB>');
    expect(read(run)).toContain('The order service asked to wait `rate_limited`');
  });

  it('keeps the beginning and the end of a long history', () => {
    const retries = Array.from({ length: 100 }, (_, index) => ({
      event: 'retrying' as const,
      at: TWO_PM + index * MINUTE,
    }));
    const text = read(awaiting({ history: [...REQUEST.history, ...retries] }));
    expect(text).toContain('Requested by <@U0ADA>');
    expect(text).toContain('… 86 more …');
    expect(text).toContain('|15:39 UTC>');
  });
});

function lastBlock(run: Cancellation): string {
  return readable({ ...draw(run), blocks: draw(run).blocks.slice(-1) });
}

/** The labels of a card's buttons. */
function labels(run: Cancellation): readonly string[] {
  return draw(run).blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
      : [],
  );
}
