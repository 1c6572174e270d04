import type { ModalView } from '@slack/types';
import { VIEWS } from '../ids.js';
import { type Answer, answerBlocks } from './answer.js';
import { codes, orderHeader } from './blocks.js';
import { lookAgain } from './buttons.js';
import { modal } from './modal.js';

export interface Notice extends Answer {
  /** Ours, at most 24 characters. */
  readonly title: string;
  readonly orderId?: string;
  /** Offers «Look again» for this order. */
  readonly again?: { readonly orderId: string };
  /** What a press in it must find again. */
  readonly metadata?: string;
}

/** Says something and decides nothing: a refusal, progress, where the run goes on. */
export function noticeModal(notice: Notice): ModalView {
  const { title, orderId, again } = notice;
  const { code, ...answer } = notice;
  return modal({
    title,
    callbackId: VIEWS.notice,
    ...(notice.metadata !== undefined && { metadata: notice.metadata }),
    blocks: [
      ...(orderId === undefined ? [] : [orderHeader(orderId)]),
      ...answerBlocks(answer),
      ...(again ? [lookAgain(again.orderId)] : []),
      ...codes(code),
    ],
  });
}
