import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { FailureCode } from '../../../runbook/failures.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalButton } from '../../modal-press.js';
import type { Pressed } from '../../press.js';
import { readerOf } from '../../reading.js';
import { noteRefusedClick } from '../../refused-clicks.js';
import { parseButtonValue } from '../../render/buttons.js';
import { detailsModal } from '../../render/details-modal.js';
import { messageModal } from '../../render/message-modal.js';
import { refusalReply } from '../../render/replies.js';

const TITLE = 'Details';

/** «Details»: what the channel may not see, for entitled people (product.md «Who sees what»). */
export function register(app: App, desk: Desk): void {
  onModalButton(app, desk, { id: ACTIONS.details, title: TITLE }, (pressed) =>
    details(desk, pressed),
  );
}

async function details(desk: Desk, { slackId, value }: Pressed): Promise<ModalView> {
  const reader = await readerOf(desk, slackId);
  const runId = parseButtonValue(value)?.run;
  if (reader.kind !== 'entitled') {
    const { code } = reader;
    await noteRefusedClick(desk, { slackId, code, runId });
    return refusal(code);
  }
  const run = runId && (await desk.parts.records.find(runId));
  return run ? detailsModal(run) : refusal('no_such_run');
}

function refusal(code: FailureCode): ModalView {
  return messageModal(TITLE, refusalReply({ code }));
}
