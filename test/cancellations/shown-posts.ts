import type { Milestone } from '../../src/cancellations/run/milestone.js';
import type { CancellationState } from '../../src/cancellations/run/record.js';
import type { Records } from '../../src/cancellations/run/records.js';
import type { Notifier, Told } from '../../src/cancellations/telling/notifier.js';
import type { Outbox, Post } from '../../src/cancellations/telling/outbox.js';

export interface Shown {
  readonly kind: Post['kind'];
  /** The run's id, or the escalation's. */
  readonly runId: string;
  readonly channel: string;
  readonly version: number;
  /** The run's state when the post was drawn; undefined for an escalation. */
  readonly state: CancellationState | undefined;
  readonly milestone?: Milestone;
}

/** Where the process speaks to: every message that a person would get to see, and each edit. */
export class ShownPosts implements Notifier {
  readonly all: Shown[] = [];
  /** How many tellings more are put off, 1 s each. */
  away = 0;

  constructor(
    private readonly outbox: Outbox,
    private readonly records: Records,
  ) {}

  async tell(postId: string): Promise<Told> {
    if (this.away > 0) {
      this.away -= 1;
      return { kind: 'later', wait: 1_000 };
    }
    const post = await this.outbox.find(postId);
    if (!post || post.posted >= post.wanted) return { kind: 'told' };
    if (post.kind === 'thread') await this.tell(post.root);
    const run = await this.records.find(post.about);
    const { kind, about: runId, channel, wanted } = post;
    const milestone = post.kind === 'thread' ? { milestone: post.milestone } : {};
    this.all.push({ kind, runId, channel, version: wanted, state: run?.state, ...milestone });
    await this.outbox.told(postId, wanted, channel, post.ts ?? String(this.all.length));
    return { kind: 'told' };
  }

  /** The milestones told in a run's thread, in that order. */
  thread(runId: string): readonly Milestone[] {
    return this.all.flatMap((shown) =>
      shown.runId === runId && shown.milestone ? [shown.milestone] : [],
    );
  }

  /** The drawings of a run's card that were shown, the first one posted and the others edits. */
  cards(runId: string): readonly Shown[] {
    return this.all.filter((shown) => shown.kind === 'card' && shown.runId === runId);
  }
}
