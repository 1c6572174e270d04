import type { App, BlockButtonAction } from '@slack/bolt';
import { isOrderId } from '../../command.js';
import { mayAsk } from '../../command-rate.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { showLook } from '../../look-flow.js';
import { askOrderModal, lookingModal } from '../../render/ask-order-modal.js';
import { openModalReply, refusalReply } from '../../render/replies.js';
import { ephemeral } from '../../replying.js';

/** The form, opened by a press: the command's own trigger had run out. A look counts as a command. */
export function register(app: App, desk: Desk): void {
  app.action<BlockButtonAction>(ACTIONS.openModal, async ({ ack, body, action, respond }) => {
    const channel = body.channel?.id ?? '';
    const given = action.value ?? '';
    const orderId = isOrderId(given, desk.parts.policy.orderIdPattern) ? given : undefined;
    if (orderId && !(await mayAsk(desk, body.user.id))) {
      await ack();
      await respond(ephemeral(refusalReply({ orderId, code: 'too_many_commands' })));
      return;
    }
    const modal = orderId ? lookingModal(orderId) : askOrderModal(channel);
    const [viewId] = await Promise.all([desk.modals.open(body.trigger_id, modal), ack()]);
    if (!viewId) await respond(ephemeral(openModalReply(orderId)));
    else if (orderId) await showLook(desk, { viewId, orderId, slackId: body.user.id, channel });
  });
}
