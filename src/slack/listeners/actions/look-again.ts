import type { App, BlockButtonAction } from '@slack/bolt';
import { mayAsk } from '../../command-rate.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { parseMetadata, refusalModal, showLook } from '../../look-flow.js';
import { lookingModal } from '../../render/ask-order-modal.js';
import { noticeModal } from '../../render/notice-modal.js';
import { refusalText } from '../../render/replies.js';

/** «Look again» in a modal that a block, or something unread, stopped. It counts as a command. */
export function register(app: App, desk: Desk): void {
  app.action<BlockButtonAction>(ACTIONS.lookAgain, async ({ ack, body }) => {
    await ack();
    const { view, user } = body;
    if (!view) return;
    const about = parseMetadata(view.private_metadata);
    if (!about) {
      const code = 'modal_out_of_date';
      const notice = noticeModal({ title: 'Cancel an order', text: refusalText(code), code });
      await desk.modals.update(view.id, notice);
      return;
    }
    const { orderId, channel } = about;
    if (!(await mayAsk(desk, user.id))) {
      await desk.modals.update(view.id, refusalModal(about, 'too_many_commands'));
      return;
    }
    await desk.modals.update(view.id, lookingModal(orderId));
    await showLook(desk, view.id, { orderId, slackId: user.id, channel });
  });
}
