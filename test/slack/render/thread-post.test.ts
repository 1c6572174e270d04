import { describe, expect, it } from 'vitest';
import type { Milestone } from '../../../src/cancellations/run/milestone.js';
import type { Cancellation } from '../../../src/cancellations/run/record.js';
import { threadPost } from '../../../src/slack/render/thread-post.js';
import {
  ADA,
  awaiting,
  BOB,
  cancelled,
  effect,
  postChecksWith,
  refused,
  TWO_PM,
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
