import type { App } from '@slack/bolt';
import { z } from 'zod';
import { FAILURES, type FailureCode } from '../../../runbook/failures.js';
import { isOrderId } from '../../command.js';
import { mayAsk } from '../../command-rate.js';
import type { Desk } from '../../desk.js';
import { INPUTS, VIEWS } from '../../ids.js';
import { showLook } from '../../look-flow.js';
import { lookingModal } from '../../render/ask-order-modal.js';

const metadataSchema = z.string().max(64);

/**
 * The modal that asks for the order: an id that is none stays in the modal, with what is wrong. The
 * look that follows counts as a command.
 */
export function register(app: App, desk: Desk): void {
  app.view(
    { callback_id: VIEWS.askOrder, type: 'view_submission' },
    async ({ ack, body, view }) => {
      const orderId = (view.state.values[INPUTS.order]?.[INPUTS.order]?.value ?? '').trim();
      if (!isOrderId(orderId, desk.parts.policy.orderIdPattern)) {
        await ack({ response_action: 'errors', errors: refusal('invalid_order_id') });
        return;
      }
      if (!(await mayAsk(desk, body.user.id))) {
        await ack({ response_action: 'errors', errors: refusal('too_many_commands') });
        return;
      }
      await ack({ response_action: 'update', view: lookingModal(orderId) });
      const channel = metadataSchema.catch('').parse(view.private_metadata);
      await showLook(desk, view.id, { orderId, slackId: body.user.id, channel });
    },
  );
}

function refusal(code: FailureCode): Record<string, string> {
  const { meaning, advice } = FAILURES[code];
  return { [INPUTS.order]: `${meaning}. ${advice}. (${code})` };
}
