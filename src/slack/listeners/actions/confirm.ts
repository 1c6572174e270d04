import type { App } from '@slack/bolt';
import { confirm } from '../../../cancellations/request/confirm.js';
import { confirmedAnswer, redrawnAnswer, refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';
import { refusalReply } from '../../render/replies.js';

/** «Confirm cancellation» (product.md «Confirm»). */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.confirm, async (press) => {
    const decision = await confirm(desk.parts, press);
    switch (decision.kind) {
      case 'confirmed':
        return confirmedAnswer(decision.run);
      case 'redrawn':
        return redrawnAnswer(
          decision.run,
          refusalReply({ orderId: decision.run.orderId, code: 'order_changed' }),
        );
      case 'refused':
        return refusedAnswer(desk, press, decision);
    }
  });
}
