import type { App } from '@slack/bolt';
import { discard } from '../../../cancellations/request/discard.js';
import { refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';
import { answerReply } from '../../render/replies.js';

/** «Discard»: nothing took effect, and the order is free again. */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.discard, async (press) => {
    const decision = await discard(desk.parts, press);
    return decision.kind === 'refused'
      ? refusedAnswer(desk, press, decision)
      : answerReply({ orderId: decision.run.orderId, text: 'Discarded: nothing took effect.' });
  });
}
