import { describe, expect, it } from 'vitest';
import type { Milestone } from '../../../src/cancellations/run/milestone.js';
import type { Cancellation } from '../../../src/cancellations/run/record.js';
import { threadPost } from '../../../src/slack/render/thread-post.js';
import {
  ADA,
  awaiting,
  BLOCKED,
  BOB,
  cancelled,
  closed,
  effect,
  postChecksWith,
  ROLLING,
  refused,
  resolved,
  rollbackTroubled,
  rolledBack,
  TICKETS,
  TWO_PM,
  trouble,
  troubled,
} from './runs.js';
import { readable } from './slack.js';

function read(run: Cancellation, milestone: Partial<Milestone> & Pick<Milestone, 'milestone'>) {
  return readable(threadPost(run, { at: TWO_PM, mentions: [], ...milestone }));
}

describe('A post in the thread', () => {
  it('begins with the people it must notify, in its fallback text too', () => {
    const mentions = [ADA.slackId, BOB.slackId];
    const post = threadPost(cancelled(), { milestone: 'cancelled', at: TWO_PM, mentions });
    expect(readable(post)).toMatch(/^<@U0ADA> <@U0BOB> The order is cancelled\./);
    expect(post.text).toBe('<@U0ADA> <@U0BOB> ORD-1001: The order is cancelled.');
  });

  it('mentions nobody whose id is none of Slack’s', () => {
    const mentions = ['!channel', 'U0ADA|x', 'subteam^S1', ADA.slackId];
    expect(read(cancelled(), { milestone: 'cancelled', mentions })).toMatch(/^<@U0ADA> The order/);
  });

  it('tells who confirmed, when it started', () => {
    expect(read(cancelled(), { milestone: 'started', by: BOB.slackId })).toContain(
      'confirmed by <@U0BOB>',
    );
  });

  it('asks for a second person and says who it cannot be', () => {
    expect(read(awaiting(), { milestone: 'second_person_needed' })).toContain('not <@U0ADA>');
  });

  it('warns before the confirm expires, with the time', () => {
    expect(read(awaiting(), { milestone: 'expiring' })).toContain('expires at <!date^1795443300^');
  });

  it('tells how long the cancellation can be rolled back', () => {
    expect(read(cancelled(), { milestone: 'cancelled' })).toMatch(
      /Rollback window until <!date.*16:03 UTC>/,
    );
  });

  it('gives each post-check’s result once they are read', () => {
    const text = read(cancelled(), { milestone: 'verified' });
    expect(text).toContain('verified by every post-check');
    for (const check of ['Order status', 'Billing', 'Notification', 'Audit entry']) {
      expect(text).toContain(`${check}\n verified`);
    }
    expect(text).not.toContain('refunded');
  });

  it('never calls verified what is not', () => {
    const run = cancelled(postChecksWith('billing', 'unverified'));
    expect(read(run, { milestone: 'verified' })).toMatch(
      /^Post-checks read: billing is unverified\./,
    );
    expect(read(cancelled([]), { milestone: 'verified' })).not.toContain('Verified');
  });

  it('names a trouble with its meaning, what was found, what to do and its code', () => {
    const text = read(troubled(), {
      milestone: 'troubled',
      code: 'still_processing',
      detail: 'after 5 minutes',
    });
    expect(text).toContain('Trouble. The request was still processing at the limit.');
    expect(text).toContain('What to do: Wait; look at the order before doing anything.');
    expect(text).toContain('after 5 minutes');
    expect(text).toMatch(/`still_processing`$/);
  });

  it('says of a trouble after the cancellation that the order is cancelled', () => {
    const run = troubled({ effect: effect() });
    expect(read(run, { milestone: 'troubled', code: 'unverified' })).toContain(
      'the order is cancelled',
    );
    expect(read(troubled(), { milestone: 'troubled', code: 'internal' })).not.toContain(
      'cancelled',
    );
  });

  it('names a refusal', () => {
    expect(read(refused('forbidden'), { milestone: 'refused', code: 'forbidden' })).toMatch(
      /^Refused\. The order service refuses the person who confirmed\./,
    );
  });
});

describe('A post about what went wrong, and how it was mended', () => {
  it('names a block with what resolves it, and that nothing was started', () => {
    const text = read(BLOCKED, { milestone: 'blocked', code: 'billing_hold' });
    expect(text).toMatch(/^Blocked\. A billing hold is active\.\nWhat to do: Resolve the billing/);
    expect(text).toContain('The cancellation is not started (as of <!date');
    expect(text).toMatch(/`billing_hold`$/);
  });

  it('says what is known once', () => {
    const run = troubled({ trouble: trouble({ known: 'not_seen' }) });
    const said = { milestone: 'troubled', code: 'outcome_unknown' } as const;
    expect(read(run, said)).toContain('is not seen to have started (as of <!date');
    const detail = 'not seen to have started (as of 14:00 UTC)';
    expect(read(run, { ...said, detail }).match(/not seen to have started/g)).toHaveLength(1);
  });

  it('says nothing of what was known, once the run has gone on', () => {
    const text = read(cancelled(), { milestone: 'troubled', code: 'outcome_unknown' });
    expect(text).not.toContain('as of');
    const another = read(troubled(), { milestone: 'troubled', code: 'still_processing' });
    expect(another).not.toContain('as of');
  });

  it('says of a trouble at the rollback that it is one', () => {
    const run = rollbackTroubled({ code: 'still_cancelled', known: 'cancelled' });
    const text = read(run, { milestone: 'troubled', code: 'still_cancelled' });
    expect(text).toMatch(/^Trouble at the rollback\./);
    expect(text).toContain('The order is still cancelled (as of');
  });

  it.each<[Milestone['milestone'], Cancellation, string]>([
    ['going_on', ROLLING, 'It goes on by <@U0BOB>.'],
    ['completed_late', cancelled(), 'Seen completed after all: the order is cancelled.'],
    ['resolved_by_hand', resolved('cancelled'), 'Resolved by hand by <@U0BOB>.'],
    ['rollback_started', ROLLING, 'The rollback has started: confirmed by <@U0BOB>'],
    ['not_rolled_back', cancelled(), 'The rollback came to nothing: the order stays cancelled.'],
    ['rolled_back', rolledBack(), 'The order is rolled back.'],
    ['ticket_opened', closed(TICKETS.opened), 'The CASE-REINSTATE ticket is opened.'],
  ])('%s reads as what it is', (milestone, run, words) => {
    const text = read(run, { milestone, by: BOB.slackId });
    expect(text.startsWith(words)).toBe(true);
  });

  it('calls rolled back only what is: scripts look for the words', () => {
    for (const milestone of ['rollback_started', 'not_rolled_back', 'going_on'] as const) {
      expect(read(ROLLING, { milestone, by: BOB.slackId })).not.toContain('rolled back');
    }
  });

  it('quotes what a person said, the ticket’s id and another state under their own titles', () => {
    const titled = (milestone: Milestone['milestone'], detail: string) =>
      read(cancelled(), { milestone, detail }).replaceAll('\n', '');
    expect(titled('resolved_by_hand', 'The order is cancelled')).toContain('What is true nowThe');
    expect(titled('ticket_opened', 'bb9d')).toContain('Ticketbb9d');
    expect(titled('rolled_back', 'It is on_hold now')).toContain('What was foundIt is on_hold now');
  });

  it('says that a ticket was not delivered, and what to do', () => {
    const failed = { milestone: 'ticket_failed', code: 'ticket_undelivered' } as const;
    const text = read(closed(TICKETS.failed), failed);
    expect(text).toContain('The CASE-REINSTATE ticket could not be delivered.');
    expect(text).toContain('What to do: Retry once the receiver answers');
  });
});
