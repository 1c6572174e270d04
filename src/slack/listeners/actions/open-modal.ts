import type { App, BlockButtonAction } from '@slack/bolt';
import { isOrderId } from '../../command.js';
import { mayAsk } from '../../command-rate.js';
import type { Desk } from '../../desk.js';
import { openHome } from '../../home/open-home.js';
import { ACTIONS } from '../../ids.js';
import { openWithLook } from '../../look-flow.js';
import { askOrderModal } from '../../render/ask-order-modal.js';
import { openModalReply, refusalReply } from '../../render/replies.js';
import { ephemeral } from '../../replying.js';

/**
 * The form, opened by a press: in App Home, or where the command's own trigger had run out. A look
 * counts as a command.
 */
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
    const acked = ack();
    const notOpened = async () => {
      await acked;
      if (body.view) await openHome(desk, body.user.id, { notice: 'slack_unavailable' });
      else await respond(ephemeral(openModalReply(orderId)));
    };
    const opened = orderId
      ? openWithLook(desk, body.trigger_id, { orderId, slackId: body.user.id, channel }, notOpened)
      : desk.modals
          .open(body.trigger_id, askOrderModal(channel))
          .then((viewId) => (viewId ? undefined : notOpened()));
    await Promise.all([opened, acked]);
  });
}
