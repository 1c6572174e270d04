import type { Cancellation } from '../cancellations/record.js';
import { isBlocked } from '../cancellations/record.js';
import type { Press, Refused } from '../cancellations/second-look.js';
import type { Desk } from './desk.js';
import { readerOf } from './reading.js';
import type { Message } from './render/blocks.js';
import { answerReply, refusalReply } from './render/replies.js';
import { statusReply } from './render/run-replies.js';

/** The card was drawn anew: what that means for the person who pressed. */
export function redrawnAnswer(run: Cancellation): Message {
  const blocking = run.verdicts.find((verdict) => verdict.word === 'blocked');
  if (isBlocked(run) && blocking?.word === 'blocked') {
    return refusalReply({ orderId: run.orderId, code: blocking.code, detail: blocking.found });
  }
  const isChanged = run.state === 'awaiting_confirmation' && run.changes.length > 0;
  return isChanged
    ? refusalReply({ orderId: run.orderId, code: 'order_changed' })
    : answerReply({ orderId: run.orderId, text: 'Nothing blocks this cancellation now.' });
}

/**
 * A refused press. Where it came too late, by whom it was decided; where it came from an older
 * drawing, the present card, for those who may read it.
 */
export async function refusedAnswer(desk: Desk, press: Press, refused: Refused): Promise<Message> {
  const { code, detail, run } = refused;
  if (!run) return refusalReply({ code, ...(detail && { detail }) });
  const { orderId } = run;
  if (code === 'old_card' || code === 'decided') {
    const reader = await readerOf(desk, press.person.slackId);
    if (reader.kind === 'entitled' && code === 'old_card') {
      const present = statusReply(run, { full: true });
      const refusal = refusalReply({ orderId, code });
      return { text: refusal.text, blocks: [...refusal.blocks, ...present.blocks] };
    }
    const who = decider(run);
    return refusalReply({ orderId, code, ...(who && { who }) });
  }
  return refusalReply({ orderId, code, ...(detail && { detail }) });
}

function decider(run: Cancellation) {
  const decision = run.history.findLast(
    ({ event }) => event === 'confirmed' || event === 'discarded',
  );
  if (!decision?.by) return undefined;
  return { word: 'Decided by', slackId: decision.by, at: decision.at };
}
