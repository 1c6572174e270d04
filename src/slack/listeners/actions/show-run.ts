import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalButton } from '../../modal-press.js';
import { parseButtonValue } from '../../render/buttons.js';
import { messageModal } from '../../render/message-modal.js';
import { statusOfRun } from '../../run-replies.js';

const TITLE = 'Cancellation';

/** «Show» at a run in App Home: what `status` says of it, with its live buttons and the way to its card. */
export function register(app: App, desk: Desk): void {
  onModalButton(app, desk, { id: ACTIONS.showRun, title: TITLE }, async ({ slackId, value }) =>
    messageModal(TITLE, await statusOfRun(desk, slackId, parseButtonValue(value)?.run)),
  );
}
