import type { App } from '@slack/bolt';
import type { Press } from '../../../cancellations/request/second-look.js';
import { askRollback } from '../../../cancellations/rollback/ask-rollback.js';
import { refusedAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import { fillFor, onSubmit } from '../../modal-press.js';
import type { Message } from '../../render/blocks.js';
import { messageModal } from '../../render/message-modal.js';
import { answerReply } from '../../render/replies.js';

const TITLE = 'Roll back';

/** The rollback's modal submitted: role, team and window are asked once more (product.md 9). */
export function register(app: App, desk: Desk): void {
  const nothing = () => ({ kind: 'filled', form: undefined }) as const;
  onSubmit(app, desk, { id: VIEWS.rollBack, title: TITLE }, nothing, (submitted) =>
    fillFor(desk, TITLE, submitted, async (press) =>
      messageModal(TITLE, await rollBack(desk, press)),
    ),
  );
}

async function rollBack(desk: Desk, press: Press): Promise<Message> {
  const asked = await askRollback(desk.parts, press);
  switch (asked.kind) {
    case 'rolling_back': {
      const { orderId } = asked.run;
      const text = 'The rollback has started. The thread of the card tells how it goes.';
      return answerReply({ orderId, text });
    }
    case 'not_eligible': {
      const { run, detail } = asked;
      return refusedAnswer(desk, press, { kind: 'refused', code: 'not_eligible', detail, run });
    }
    case 'refused':
      return refusedAnswer(desk, press, asked);
  }
}
