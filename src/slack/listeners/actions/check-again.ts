import type { App } from '@slack/bolt';
import { checkAgain } from '../../../cancellations/request/confirm.js';
import type { Press } from '../../../cancellations/request/second-look.js';
import { goOn } from '../../../cancellations/trouble/go-on.js';
import { goneOnAnswer, redrawnAnswer, refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';
import type { Message } from '../../render/blocks.js';
import { answerReply } from '../../render/replies.js';

/** «Check again» on a card that a block stopped (product.md «Fine points», «Level 2»). */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.checkAgain, async (press) => {
    const run = await desk.parts.records.find(press.runId);
    // Once something was sent, it is a step that failed, and goes on from there.
    return run && 'intent' in run
      ? goneOnAnswer(desk, press, await goOn(desk.parts, press))
      : beforeConfirm(desk, press);
  });
}

async function beforeConfirm(desk: Desk, press: Press): Promise<Message> {
  const decision = await checkAgain(desk.parts, press);
  if (decision.kind === 'refused') return refusedAnswer(desk, press, decision);
  const { orderId } = decision.run;
  const clear = answerReply({ orderId, text: 'Nothing blocks this cancellation now.' });
  return redrawnAnswer(decision.run, clear);
}
