import type { App } from '@slack/bolt';
import { goOn } from '../../../cancellations/trouble/go-on.js';
import { goneOnAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import { onSubmit } from '../../modal-press.js';
import { PICKING, pressPicked, readPick } from '../../picking.js';
import { messageModal } from '../../render/message-modal.js';

const TITLE = PICKING.retry;

/** Retry of the run that was picked from an escalation. There is no retry-all. */
export function register(app: App, desk: Desk): void {
  onSubmit(app, desk, { id: VIEWS.pickRetry, title: TITLE }, readPick, (submitted) =>
    pressPicked(desk, TITLE, submitted, async (press) =>
      messageModal(TITLE, await goneOnAnswer(desk, press, await goOn(desk.parts, press))),
    ),
  );
}
