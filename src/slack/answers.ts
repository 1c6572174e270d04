import type { Press, Refused } from '../cancellations/request/second-look.js';
import type { Cancellation } from '../cancellations/run/record.js';
import type { Desk } from './desk.js';
import { readerOf } from './reading.js';
import type { Message } from './render/blocks.js';
import { refusalReply } from './render/replies.js';
import { statusReply } from './render/run-replies.js';

/** The card shows what is true now: what that means for the person who pressed. */
export function redrawnAnswer(run: Cancellation, otherwise: Message): Message {
  const { orderId, verdicts } = run;
  const blocking = verdicts.find((verdict) => verdict.word === 'blocked');
  return blocking?.word === 'blocked'
    ? refusalReply({ orderId, code: blocking.code, detail: blocking.found })
    : otherwise;
}

/**
 * A refused press. Where it came from an older drawing, the present card, and where it came too
 * late, by whom it was decided: for those who may read it.
 */
export async function refusedAnswer(desk: Desk, press: Press, refused: Refused): Promise<Message> {
  const { code, detail } = refused;
  const run = refused.run ?? (await desk.parts.records.find(press.runId));
  if (!run) return refusalReply({ code });
  const { orderId } = run;
  if (code !== 'old_card' && code !== 'decided') {
    return refusalReply({ orderId, code, ...(detail && { detail }) });
  }
  const reader = await readerOf(desk, press.person.slackId);
  if (reader.kind !== 'entitled') return refusalReply({ orderId, code });
  const who = decider(run);
  const refusal = refusalReply({ orderId, code, ...(who && { who }) });
  if (code === 'decided') return refusal;
  const { rollbackWindow } = desk.parts.policy;
  const present = statusReply(run, { full: true, rollbackWindow });
  return { text: refusal.text, blocks: [...refusal.blocks, ...present.blocks] };
}

function decider(run: Cancellation) {
  const decision = run.history.findLast(
    ({ event }) => event === 'confirmed' || event === 'discarded',
  );
  if (!decision?.by) return undefined;
  return { word: 'Decided by', slackId: decision.by, at: decision.at };
}
