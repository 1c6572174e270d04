import { mayHoldGlass } from '../cancellations/break-glass/break-glass.js';
import type { Press, Refused } from '../cancellations/request/second-look.js';
import type { HistoryEntry } from '../cancellations/run/history.js';
import type { Cancellation } from '../cancellations/run/record.js';
import type { GoneOn } from '../cancellations/trouble/gone-on.js';
import type { Desk } from './desk.js';
import { linkToCard } from './link-to-card.js';
import { readerOf } from './reading.js';
import type { Message } from './render/blocks.js';
import { breakGlassOffer, ticketOffer } from './render/buttons.js';
import { answerReply, refusalReply } from './render/replies.js';
import { statusReply } from './render/run-replies.js';

/** «Confirm» that went through. */
export function confirmedAnswer({ orderId }: Cancellation): Message {
  const text = 'Confirmed: the cancellation runs. Its thread tells how it goes.';
  return answerReply({ orderId, text });
}

/** The card shows what is true now: what that means for the person who pressed. */
export function redrawnAnswer(run: Cancellation, otherwise: Message): Message {
  const { orderId, verdicts } = run;
  const blocking = verdicts.find((verdict) => verdict.word === 'blocked');
  return blocking?.word === 'blocked'
    ? refusalReply({ orderId, code: blocking.code, detail: blocking.found })
    : otherwise;
}

/**
 * «Retry» and «Check again» in trouble. Who pressed it in #order-ops does not see the card: what
 * changed, to be confirmed anew, is shown with the answer.
 */
export async function goneOnAnswer(desk: Desk, press: Press, gone: GoneOn): Promise<Message> {
  switch (gone.kind) {
    case 'going_on': {
      const { orderId } = gone.run;
      return answerReply({ orderId, text: 'It goes on. The thread of its card tells how.' });
    }
    case 'redrawn': {
      const { orderId } = gone.run;
      const changed = refusalReply({ orderId, code: 'order_changed' });
      return redrawnAnswer(gone.run, withCard(desk, changed, gone.run));
    }
    case 'refused':
      return refusedAnswer(desk, press, gone);
  }
}

/**
 * A refused press. Where it came from an older drawing, the present card, where it came too late,
 * by whom it was decided, and where another run holds the order, who: for those who may read it. Where
 * a second person is missing, «Break glass»: for those who may decide alone.
 */
export async function refusedAnswer(desk: Desk, press: Press, refused: Refused): Promise<Message> {
  const { code, detail } = refused;
  const run = refused.run ?? (await desk.parts.records.find(press.runId));
  if (!run) return refusalReply({ code });
  const { orderId } = run;
  switch (code) {
    case 'old_card':
    case 'decided':
    case 'not_in_trouble':
    case 'live_run': {
      const reader = await readerOf(desk, press.person.slackId);
      if (reader.kind !== 'entitled') return refusalReply({ orderId, code });
      if (code === 'old_card') return withCard(desk, refusalReply({ orderId, code }), run);
      if (code === 'live_run') return heldAnswer(desk, orderId, press.person.slackId);
      const who = decider(run);
      return refusalReply({ orderId, code, ...(who && { who }) });
    }
    case 'window_closed':
    case 'not_eligible': {
      const { text, blocks } = refusalReply({ orderId, code, ...(detail && { detail }) });
      return { text, blocks: [...blocks, ticketOffer(run)] };
    }
    case 'second_person_needed': {
      const { text, blocks } = refusalReply({ orderId, code });
      const mayAlone = await mayHoldGlass(desk.parts, press.person);
      return { text, blocks: [...blocks, ...(mayAlone ? [breakGlassOffer(run)] : [])] };
    }
    default:
      return refusalReply({ orderId, code, ...(detail && { detail }) });
  }
}

/** product.md «Rules»: a second one is told who holds the order and where. */
async function heldAnswer(desk: Desk, orderId: string, slackId: string): Promise<Message> {
  const code = 'live_run';
  const holder = await desk.parts.records.liveRun(orderId);
  if (!holder) return refusalReply({ orderId, code });
  const { requester, requestedAt: at } = holder;
  const who = { word: 'Held by', slackId: requester.slackId, at };
  const url = await linkToCard(desk, holder, slackId);
  const link = url && { url, label: 'See the card' };
  return refusalReply({ orderId, code, who, ...(link && { link }) });
}

function withCard({ parts }: Desk, answer: Message, run: Cancellation): Message {
  const { rollbackWindow } = parts.policy;
  const present = statusReply(run, { full: true, rollbackWindow });
  return { text: answer.text, blocks: [...answer.blocks, ...present.blocks] };
}

/** What a person did that leaves nothing to decide. */
const DECISIONS: ReadonlySet<HistoryEntry['event']> = new Set([
  'confirmed',
  'discarded',
  'going_on',
  'resolved_by_hand',
  'rollback_confirmed',
]);

function decider(run: Cancellation) {
  const decision = run.history.findLast(({ event }) => DECISIONS.has(event));
  if (!decision?.by) return undefined;
  return { word: 'Decided by', slackId: decision.by, at: decision.at };
}
