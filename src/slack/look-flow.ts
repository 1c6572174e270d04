import type { ModalView } from '@slack/types';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { afterOthers } from '../after-others.js';
import { look } from '../cancellations/request/look.js';
import type { Person } from '../cancellations/run/intent.js';
import { type Cancellation, isLive } from '../cancellations/run/record.js';
import { concerns } from '../logging/subject.js';
import type { Assessment } from '../runbook/assessment.js';
import type { FailureCode } from '../runbook/failures.js';
import { answered } from './answered.js';
import type { Desk } from './desk.js';
import { linkToCard } from './link-to-card.js';
import { lookAs } from './look-as.js';
import { lookingModal } from './render/ask-order-modal.js';
import { blockedModal } from './render/blocked-modal.js';
import { noticeModal } from './render/notice-modal.js';
import { refusalText } from './render/replies.js';
import { type RequestForm, requestModal } from './render/request-modal.js';

/** What a modal of ours must find again at its submit. */
const metadataSchema = z.object({
  orderId: z.string(),
  /** The channel of the command. */
  channel: z.string(),
  digest: z.string().optional(),
  look: z.string().optional(),
});
export type Metadata = z.infer<typeof metadataSchema>;

/** Reads `private_metadata` back; undefined where it is none of ours. */
export function parseMetadata(text: string): Metadata | undefined {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export interface Looking {
  readonly orderId: string;
  readonly slackId: string;
  /** The channel of the command. */
  readonly channel: string;
}

/**
 * product.md «The way of one cancellation» 2 and 3: fills the open modal with what the order looks
 * like now. However it ends, the modal says so.
 */
export async function showLook(desk: Desk, viewId: string, looking: Looking): Promise<void> {
  await desk.modals.update(viewId, await lookModal(desk, looking));
}

/** What a look shows, or why nothing could be looked at. Never rejects. */
function lookModal(desk: Desk, looking: Looking): Promise<ModalView> {
  const { orderId, slackId, channel } = looking;
  concerns({ order: orderId });
  const find = async () => {
    const looked = await lookAs(desk, slackId, (person) =>
      Promise.all([look(desk.parts, orderId, person), desk.parts.records.ofOrder(orderId)]),
    );
    if (looked.kind === 'refused') return refusalModal(looking, looked.code);
    const {
      person,
      found: [assessment, newest],
    } = looked;
    if (newest && isLive(newest) && assessment.kind !== 'not_entitled') {
      return heldModal(desk, newest, person);
    }
    return assessmentModal(desk, { orderId, channel }, assessment, {});
  };
  const inTurn = () => desk.lookTurns(find);
  return answered(desk, { look: orderId }, inTurn, (code) => refusalModal(looking, code));
}

/**
 * Opens a modal that says it is looking, and looks meanwhile: the call that opens it goes out first, and
 * the look does not wait for its answer. Where it did not open, `notOpened` tells the person at once.
 */
export async function openWithLook(
  desk: Desk,
  trigger: string,
  looking: Looking,
  notOpened: () => Promise<unknown>,
): Promise<void> {
  const opening = desk.modals.open(trigger, lookingModal(looking.orderId));
  // In a turn of its own: what a look does at once would hold up the call that was just begun.
  const looked = afterOthers().then(() => lookModal(desk, looking));
  const viewId = await opening;
  if (viewId) await desk.modals.update(viewId, await looked);
  else await Promise.all([notOpened(), looked]);
}

/** A look as a modal: with the form where nothing blocks, without a submit where something does. */
export function assessmentModal(
  desk: Desk,
  about: { readonly orderId: string; readonly channel: string },
  assessment: Assessment,
  form: RequestForm,
  isChanged = false,
): ModalView {
  const { orderId } = about;
  if (assessment.kind !== 'clear') {
    return blockedModal({ orderId, assessment, metadata: JSON.stringify(about) });
  }
  const lookId = uuid();
  desk.looks.set(lookId, assessment);
  const { digest } = assessment;
  const metadata = JSON.stringify({ ...about, digest, look: lookId } satisfies Metadata);
  const reasons = desk.parts.policy.cancelReasons;
  return requestModal({ orderId, assessment, reasons, form, isChanged, metadata });
}

/** product.md «Rules»: a second request is told who holds the order and where. */
export async function heldModal(
  desk: Desk,
  holder: Cancellation,
  viewer: Person,
): Promise<ModalView> {
  const url = await linkToCard(desk, holder, viewer.slackId);
  return noticeModal({
    title: 'Cancel an order',
    orderId: holder.orderId,
    text: refusalText('live_run'),
    code: 'live_run',
    who: { word: 'Held by', slackId: holder.requester.slackId, at: holder.requestedAt },
    ...(url && { link: { url, label: 'See the card' } }),
  });
}

/** A refusal in the modal, with «Look again»: it may have been a passing one. */
export function refusalModal(
  about: { readonly orderId: string; readonly channel: string },
  code: FailureCode,
): ModalView {
  const { orderId, channel } = about;
  return noticeModal({
    title: 'Cancel an order',
    orderId,
    text: refusalText(code),
    code,
    again: { orderId },
    metadata: JSON.stringify({ orderId, channel } satisfies Metadata),
  });
}
