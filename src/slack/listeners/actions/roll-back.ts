import type { App } from '@slack/bolt';
import { mayRollBack } from '../../../cancellations/rollback/ask-rollback.js';
import { refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalPress } from '../../modal-press.js';
import { buttonValue } from '../../render/buttons.js';
import { messageModal } from '../../render/message-modal.js';
import { rollBackModal } from '../../render/roll-back-modal.js';

const TITLE = 'Roll back';

/** «Roll back» (product.md 9): a modal that asks once more; too late, the ticket is offered. */
export function register(app: App, desk: Desk): void {
  onModalPress(app, desk, { id: ACTIONS.rollBack, title: TITLE }, async (press) => {
    const asked = await mayRollBack(desk.parts, press);
    if (asked.kind === 'refused') {
      return messageModal(TITLE, await refusedAnswer(desk, press, asked));
    }
    const { run, windowEndsAt } = asked;
    return rollBackModal(run, { windowEndsAt, metadata: buttonValue(run) });
  });
}
