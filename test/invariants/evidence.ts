import type { Call, Effect } from '../../src/sandbox/orders/index.js';
import type { Message } from '../../src/sandbox/slack/index.js';
import type { Recorded } from './recorded.js';

/** A message of the bot's, as it was posted and as it stands now. */
export interface Shown {
  readonly first: Message;
  readonly now: Message;
  /** Both as people read them. */
  readonly asPosted: string;
}

/** A click, a command or a submit, and what came back to the person. */
export interface Click {
  readonly what: string;
  /** Epoch ms */
  readonly at: number;
  /** Not acknowledged: Slack itself tells the person that it did not get through. */
  readonly isAcknowledged: boolean;
  readonly isAnswered: boolean;
  readonly orderId?: string;
}

/** A ticket as its receiver got it. */
export interface Delivered {
  readonly ticketId: string;
  readonly runId: string;
}

/** All that can be seen from outside, and what the bot has recorded: plain data, whoever gathered it. */
export interface Evidence {
  readonly recorded: Recorded;
  /** What took effect at the order service, and each POST that came in. */
  readonly effects: readonly Effect[];
  readonly posts: readonly Call[];
  readonly shown: readonly Shown[];
  readonly clicks: readonly Click[];
  readonly tickets: readonly Delivered[];
  /** When the process died, epoch ms. */
  readonly deaths: readonly number[];
  readonly entitled: ReadonlySet<string>;
  /** ms */
  readonly rollbackWindow: number;
  /** The bot's clock jumped: its times do not compare with the order service's. */
  readonly clockJumped?: boolean;
}

/** A promise that was broken. */
export interface Violation {
  readonly orderId?: string | undefined;
  readonly what: string;
}

/** What must hold at any time, and once all has settled. */
export type Invariant = (evidence: Evidence) => readonly Violation[];
