import { describe, expect, it } from 'vitest';
import type { Cancellation } from '../../../src/cancellations/run/record.js';
import type { Known } from '../../../src/cancellations/run/trouble.js';
import { card } from '../../../src/slack/render/card.js';
import {
  BLOCKED,
  cancelled,
  closed,
  effect,
  MINUTE,
  ROLLING,
  resolved,
  rollbackTroubled,
  rolledBack,
  TICKETS,
  TWO_PM,
  trouble,
  troubled,
} from './runs.js';
import { buttonLabels, readable } from './slack.js';

const draw = (run: Cancellation) => card(run, { rollbackWindow: 120 * MINUTE });
const read = (run: Cancellation) => readable(draw(run));
const firstLine = (run: Cancellation) =>
  readable({ ...draw(run), blocks: draw(run).blocks.slice(1, 2) });

describe('The card of a run in trouble says what is known of the order, and nothing beyond it', () => {
  it.each<[Known, string]>([
    ['not_started', 'The cancellation is not started'],
    ['not_seen', 'The cancellation is not seen to have started'],
    ['processing', 'The cancellation is still processing'],
    ['failed', 'The cancellation failed'],
    ['unknown', 'The outcome of the cancellation is unknown'],
  ])('%s, with the time of the look', (known, words) => {
    const run = troubled({ trouble: trouble({ known, code: 'order_service_unavailable' }) });
    expect(firstLine(run)).toContain(`${words} (as of <!date^${TWO_PM / 1000}^{time}|14:00 UTC>).`);
    if (known !== 'failed') expect(read(run)).not.toMatch(/failed/i);
    expect(read(run)).not.toMatch(/is cancelled/i);
  });

  it('says until when it is read on', () => {
    const readOnUntil = TWO_PM + 24 * 60 * MINUTE;
    const run = troubled({ trouble: trouble({ readOnUntil }) });
    expect(firstLine(run)).toMatch(/reads on every 5 minutes until <!date.*24 Nov 14:00 UTC>/);
    expect(firstLine(troubled())).not.toContain('reads on');
  });

  it('names a block as one, with what resolves it', () => {
    expect(draw(BLOCKED).text).toBe('Cancel ORD-1001: Blocked. A billing hold is active');
    expect(firstLine(BLOCKED)).toContain('What to do: Resolve the billing hold, then check again.');
    expect(read(BLOCKED)).toMatch(/`billing_hold`$/);
  });

  it('keeps what the order service said behind «Details»', () => {
    expect(read(troubled({ trouble: trouble({ detail: 'zqx says no' }) }))).not.toContain('zqx');
  });

  it('says who resolved it by hand, when, and what is true now; never the note', () => {
    expect(firstLine(resolved('not_cancelled'))).toMatch(
      /\*The order is not cancelled, resolved by hand\*\nSaid by <@U0BOB> at <!date/,
    );
    expect(firstLine(resolved('cancelled'))).toContain('Rollback window until');
    expect(read(resolved('cancelled'))).not.toContain('admin tool');
  });
});

describe('The card of a rollback', () => {
  it('under way says by whom, and not yet that it is done', () => {
    expect(firstLine(ROLLING)).toMatch(/\*Rolling back\*, confirmed by <@U0BOB> at <!date/);
    expect(read(ROLLING)).not.toContain('rolled back');
  });

  it('in trouble says what is known of it', () => {
    const still = rollbackTroubled({ code: 'still_cancelled', known: 'cancelled' });
    expect(firstLine(still)).toContain('The order is still cancelled (as of');
    const unknown = rollbackTroubled();
    expect(firstLine(unknown)).toContain('*Trouble at the rollback.');
    expect(firstLine(unknown)).toContain('The outcome of the rollback is unknown');
    expect(read(unknown)).not.toContain('Rollback window until');
  });

  it('that is done says since when the order had been cancelled, and no more of its post-checks', () => {
    expect(firstLine(rolledBack())).toMatch(/Seen back at .*14:12 UTC.*confirmed by <@U0BOB>/);
    expect(firstLine(rolledBack())).toMatch(/cancelled since .*14:03 UTC/);
    expect(read(rolledBack())).not.toContain('verified');
  });

  it('that came to nothing says why, by whom it was asked for, and that the order stays cancelled', () => {
    const reason = { code: 'not_eligible', detail: 'The stock was given away' } as const;
    const notRolledBack = { ...reason, at: TWO_PM, by: 'U0BOB' };
    const run = { ...cancelled(), effect: { ...effect(), notRolledBack } };
    expect(read(run)).toMatch(
      /The rollback that <@U0BOB> asked for came to nothing at .*: the order stays cancelled\. The order service does not allow this order back\. Open the CASE-REINSTATE ticket\./,
    );
    expect(read(run)).toMatch(/`not_eligible`$/);
    expect(read(run)).not.toContain('stock');
    // The window is open, but there is no way back through it.
    expect(Object.values(buttonLabels(draw(run)))).toEqual([
      ...['Open CASE-REINSTATE ticket', 'Details'],
    ]);
  });
});

describe('The card once the window is closed', () => {
  it('says so, and offers no time any more', () => {
    expect(firstLine(closed())).toContain('The rollback window is closed.');
    expect(firstLine(closed())).not.toContain('until');
  });

  it.each([
    ['opening', /: on its way, asked for by <@U0BOB>/],
    ['opened', /: opened at <!date.*, asked for by <@U0BOB>/],
    ['failed', /: not delivered as of <!date.*Retry once the receiver answers/],
    ['by_hand', /: made by hand by <@U0BOB> at <!date/],
  ] as const)('tells of the ticket with its id: %s', (state, words) => {
    const text = read(closed(TICKETS[state]));
    expect(text).toContain(`CASE-REINSTATE ticket \`${TICKETS[state].ticketId}\``);
    expect(text).toMatch(words);
    expect(text.includes('`ticket_undelivered`')).toBe(state === 'failed');
    expect(text).not.toContain('HTTP 400');
  });
});
