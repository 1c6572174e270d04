import type { App, BlockButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { readerOf } from '../../reading.js';
import { parseButtonValue } from '../../render/buttons.js';
import { detailsModal } from '../../render/details-modal.js';
import { noticeModal } from '../../render/notice-modal.js';
import { refusalReply, refusalText } from '../../render/replies.js';
import { ephemeral } from '../../replying.js';

/** «Details»: what the channel may not see, for entitled people (product.md «Who sees what»). */
export function register(app: App, desk: Desk): void {
  app.action<BlockButtonAction>(ACTIONS.details, async ({ ack, body, action, respond }) => {
    const reading = noticeModal({ title: 'Details', text: 'Reading …' });
    const [viewId] = await Promise.all([desk.modals.open(body.trigger_id, reading), ack()]);
    if (!viewId) {
      await respond(ephemeral(refusalReply({ code: 'slack_unavailable' })));
      return;
    }
    const runId = parseButtonValue(action.value ?? '')?.run;
    await desk.modals.update(viewId, await details(desk, body.user.id, runId));
  });
}

async function details(desk: Desk, slackId: string, runId?: string): Promise<ModalView> {
  try {
    const reader = await readerOf(desk, slackId);
    if (reader.kind !== 'entitled') return refusal(reader.code);
    const run = runId && (await desk.parts.records.find(runId));
    return run ? detailsModal(run) : refusal('no_such_run');
  } catch (error) {
    desk.log.error({ err: error, run: runId }, 'details failed');
    return refusal('internal');
  }
}

function refusal(code: Parameters<typeof refusalText>[0]): ModalView {
  return noticeModal({ title: 'Details', text: refusalText(code), code });
}
