import type { KnownBlock, ModalView } from '@slack/types';
import { plain } from './blocks.js';
import { LIMITS } from './limits.js';

/** A modal of ours. Without `submit` it decides nothing. */
export function modal(content: {
  readonly title: string;
  readonly callbackId: string;
  readonly blocks: readonly KnownBlock[];
  readonly submit?: string;
  /** At most 3000 characters: what a submit or a press in it must find again. */
  readonly metadata?: string;
}): ModalView {
  const { title, callbackId, blocks, submit, metadata } = content;
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    ...(submit && { submit: plain(submit, LIMITS.modalTitle) }),
    ...(metadata && { private_metadata: metadata }),
    blocks: [...blocks],
  };
}
