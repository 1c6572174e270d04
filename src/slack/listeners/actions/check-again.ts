import type { App } from '@slack/bolt';
import { checkAgain } from '../../../cancellations/request/confirm.js';
import { redrawnAnswer, refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';
import { answerReply } from '../../render/replies.js';

/** «Check again» on a card that a block stopped (product.md «Fine points»). */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.checkAgain, async (press) => {
    const decision = await checkAgain(desk.parts, press);
    if (decision.kind === 'refused') return refusedAnswer(desk, press, decision);
    const { orderId } = decision.run;
    const clear = answerReply({ orderId, text: 'Nothing blocks this cancellation now.' });
    return redrawnAnswer(decision.run, clear);
  });
}
