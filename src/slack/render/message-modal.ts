import type { ModalView } from '@slack/types';
import { VIEWS } from '../ids.js';
import type { Message } from './blocks.js';
import { modal } from './modal.js';

/** What a person would be answered in a message, in the modal that they look at. `title` is ours. */
export function messageModal(title: string, { blocks }: Message): ModalView {
  return modal({ title, callbackId: VIEWS.notice, blocks });
}
