import type { App } from '@slack/bolt';
import { openTicket } from '../../../cancellations/ticket/open-ticket.js';
import { refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';
import { answerReply } from '../../render/replies.js';

/** «Open CASE-REINSTATE ticket» (runbook «After 2 hours»): one, however often it is pressed. */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.openTicket, async (press) => {
    const opened = await openTicket(desk.parts, press);
    if (opened.kind === 'refused') return refusedAnswer(desk, press, opened);
    const { run, ticketId, isNew } = opened;
    const text = isNew
      ? `The CASE-REINSTATE ticket ${ticketId} is on its way. The thread of the card tells how it goes.`
      : `There is a CASE-REINSTATE ticket already: ${ticketId}.`;
    return answerReply({ orderId: run.orderId, text });
  });
}
