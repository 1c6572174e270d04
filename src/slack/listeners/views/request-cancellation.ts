import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { noteRefused } from '../../../cancellations/request/refused-request.js';
import { requestCancellation } from '../../../cancellations/request/request.js';
import type { Cancellation } from '../../../cancellations/run/record.js';
import type { FailureCode } from '../../../runbook/failures.js';
import { answered } from '../../answered.js';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import {
  assessmentModal,
  heldModal,
  type Metadata,
  parseMetadata,
  refusalModal,
} from '../../look-flow.js';
import { noticeModal } from '../../render/notice-modal.js';
import { refusalText } from '../../render/replies.js';
import { type FilledForm, readForm } from '../../request-form.js';

/** «Request cancellation» (product.md «Preview»): entitled once more, looked at once more. */
export function register(app: App, desk: Desk): void {
  app.view({ callback_id: VIEWS.request, type: 'view_submission' }, async ({ ack, body, view }) => {
    const about = parseMetadata(view.private_metadata);
    const form = readForm(view.state.values, desk.parts.policy.cancelReasons);
    if (form.kind === 'faulty') {
      await ack({ response_action: 'errors', errors: form.errors });
      return;
    }
    if (!about?.digest) {
      await ack({ response_action: 'update', view: outOfDate() });
      return;
    }
    const waiting = noticeModal({
      title: 'Cancel an order',
      orderId: about.orderId,
      text: 'Requesting …',
    });
    await ack({ response_action: 'update', view: waiting });
    await desk.modals.update(view.id, await request(desk, about, form.form, body.user.id));
  });
}

function request(
  desk: Desk,
  { orderId, channel, digest = '', look = '' }: Metadata,
  form: FilledForm,
  slackId: string,
): Promise<ModalView> {
  const decide = async () => {
    const [who, place] = await Promise.all([
      desk.identify(slackId),
      desk.places.placeFor(channel, slackId).catch(() => undefined),
    ]);
    if (who.kind === 'refused') {
      const { code } = who;
      await noteRefused(desk.parts, { orderId, slackId, code });
      return refusalModal({ orderId, channel }, code);
    }
    if (!place) return refusalModal({ orderId, channel }, 'slack_unavailable');
    const seen = desk.looks.get(look);
    const outcome = await requestCancellation(desk.parts, {
      ...{ orderId, digest, place, requester: who.person, ...(seen && { seen }) },
      ...{ reason: form.reason, notes: form.notes, notifyStakeholders: form.notify },
    });
    switch (outcome.kind) {
      case 'requested':
        return requested(outcome.run);
      case 'live_run':
        return heldModal(desk, outcome.holder, who.person);
      case 'changed':
        return assessmentModal(desk, { orderId, channel }, outcome.assessment, form, true);
      case 'blocked':
        return assessmentModal(desk, { orderId, channel }, outcome.assessment, form);
    }
  };
  const refused = (code: FailureCode) => refusalModal({ orderId, channel }, code);
  return answered(desk, { request: orderId }, decide, refused);
}

function requested(run: Cancellation): ModalView {
  const inDirect = run.place.kind === 'direct' ? 'a direct message' : 'the channel';
  const where = run.secondPerson && run.place.kind === 'direct' ? '#order-ops' : inDirect;
  return noticeModal({
    title: 'Cancel an order',
    orderId: run.orderId,
    text: `Requested. The card in ${where} asks for the confirmation.`,
  });
}

function outOfDate(): ModalView {
  const code = 'modal_out_of_date';
  return noticeModal({ title: 'Cancel an order', text: refusalText(code), code });
}
