import type { Milestone } from '../cancellations/run/milestone.js';
import type { Cancellation } from '../cancellations/run/record.js';
import type { Records } from '../cancellations/run/records.js';
import { cardId, type Outbox, type Post } from '../cancellations/telling/outbox.js';
import type { Escalation, EscalationNote } from '../cancellations/trouble/escalation.js';
import type { Escalations } from '../cancellations/trouble/escalations.js';
import type { Places, Spot } from './places.js';
import type { Message } from './render/blocks.js';
import { breakGlassMessage } from './render/break-glass.js';
import { card } from './render/card.js';
import { escalationMessage } from './render/escalation.js';
import { escalationNote } from './render/escalation-note.js';
import { noticeOfCard } from './render/notice-of-card.js';
import { threadPost } from './render/thread-post.js';
import { ticketMessage, ticketPiece } from './render/ticket.js';

/** What the drawings are made from. */
export interface Sources {
  readonly records: Pick<Records, 'find'>;
  readonly escalations: Pick<Escalations, 'find'>;
  readonly outbox: Pick<Outbox, 'find'>;
  readonly places: Pick<Places, 'linkFor' | 'publicLink'>;
  /** ms, as the card says it */
  readonly rollbackWindow: number;
  /** RUNBOOK_URL */
  readonly runbookUrl?: string | undefined;
  /** ORDER_OPS_MENTION: a user group's id */
  readonly mention?: string | undefined;
}

/**
 * Draws a post as it is now: from the run or the escalation that it is about, never from what was
 * true when it was asked for. `root` is where the message stands on which it waited. Undefined where
 * nothing is left to be said.
 */
export type Draw = (post: Post, root?: Spot) => Promise<Message | undefined>;

/** Every kind of post of the outbox as a message. */
export function drawings(sources: Sources): Draw {
  const { records, escalations, outbox, places, rollbackWindow, runbookUrl, mention } = sources;

  /** The card's link, for everybody who reads in this channel; nobody is led where they are not. */
  async function linkIn(channel: string, runId: string): Promise<string | undefined> {
    const root = await outbox.find(cardId(runId));
    return root?.ts
      ? places.publicLink({ channel: root.channel, ts: root.ts }, channel)
      : undefined;
  }

  async function drawEscalation(escalation: Escalation, channel: string): Promise<Message> {
    const runs = new Map<string, Cancellation>();
    const links = new Map<string, string>();
    const named = async ({ runId }: Escalation['entries'][number]) => {
      if (!runId) return;
      const [run, link] = await Promise.all([records.find(runId), linkIn(channel, runId)]);
      if (run) runs.set(runId, run);
      if (link) links.set(runId, link);
    };
    await Promise.all(escalation.entries.map(named));
    return escalationMessage(escalation, runs, { links, ...(runbookUrl && { runbookUrl }) });
  }

  async function drawOfRun(run: Cancellation, post: Post, root?: Spot) {
    switch (post.kind) {
      case 'thread':
        return isTooLate(post.milestone, run) ? undefined : threadPost(run, post.milestone);
      case 'notice':
        return noticeOfCard(run, root && (await places.linkFor(run.requester.slackId, root)));
      case 'ticket': {
        const link = await linkIn(post.channel, run.runId);
        return ticketMessage(run, { ...(link && { link }) });
      }
      case 'ticket_piece':
        return ticketPiece(run, post.content);
      case 'break_glass': {
        const link = await linkIn(post.channel, run.runId);
        return breakGlassMessage(run, post.glass, { ...(link && { link }) });
      }
      default:
        return card(run, { rollbackWindow });
    }
  }

  function drawNote(escalation: Escalation, note: EscalationNote): Message | undefined {
    if (isAnswered(note, escalation)) return undefined;
    return escalationNote(escalation, note, { ...(mention && { mention }) });
  }

  return async (post, root) => {
    switch (post.kind) {
      case 'escalation': {
        const escalation = await escalations.find(post.about);
        return escalation && drawEscalation(escalation, post.channel);
      }
      case 'escalation_note': {
        const escalation = await escalations.find(post.about);
        return escalation && drawNote(escalation, post.note);
      }
      default: {
        const run = await records.find(post.about);
        return run && drawOfRun(run, post, root);
      }
    }
  };
}

/** A reminder that comes when somebody has decided helps nobody. */
function isTooLate({ milestone }: Milestone, { state }: Cancellation): boolean {
  return milestone === 'expiring' && state !== 'awaiting_confirmation';
}

/** Nor does a call for help that was heard, or not needed any more, before Slack took it. */
function isAnswered({ note, orderIds }: EscalationNote, { entries }: Escalation): boolean {
  const left = entries.filter(({ orderId, closed }) => !closed && orderIds.includes(orderId));
  return note === 'still_open'
    ? left.length === 0
    : left.every(({ acknowledged }) => acknowledged !== undefined);
}
