import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Press } from '../../../cancellations/request/second-look.js';
import { resolveByHand, type Said } from '../../../cancellations/trouble/resolve-by-hand.js';
import { refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import { fillFor, onSubmit } from '../../modal-press.js';
import { buttonValue } from '../../render/buttons.js';
import { messageModal } from '../../render/message-modal.js';
import { answerReply } from '../../render/replies.js';
import { resolveModal } from '../../render/resolve-modal.js';
import { readResolution } from '../../resolution-form.js';
import { RESOLVING } from '../../resolving.js';

/** «Resolved by hand» submitted: the role and the order service are asked once more. */
export function register(app: App, desk: Desk): void {
  onSubmit(app, desk, { id: VIEWS.resolve, title: RESOLVING }, readResolution, (submitted) =>
    fillFor(desk, RESOLVING, submitted, (press) => resolve(desk, press, submitted.form)),
  );
}

async function resolve(desk: Desk, press: Press, said: Said): Promise<ModalView> {
  const resolved = await resolveByHand(desk.parts, press, said);
  if (resolved.kind === 'resolved') {
    const { orderId } = resolved.run;
    const text = 'Resolved by hand: nothing more is sent. The card says what is true now.';
    return messageModal(RESOLVING, answerReply({ orderId, text }));
  }
  const { code, detail = '', run } = resolved;
  // What the order service says may change: the person is asked again, and keeps what they wrote.
  if (run && code !== 'not_in_trouble') {
    return resolveModal(run, { metadata: buttonValue(run), form: said, error: { code, detail } });
  }
  return messageModal(RESOLVING, await refusedAnswer(desk, press, resolved));
}
