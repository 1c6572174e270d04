import type { InputBlock, ModalView } from '@slack/types';
import { INPUTS, VIEWS } from '../ids.js';
import { ownSection, plain, plainSection } from './blocks.js';
import { LIMITS } from './limits.js';
import { modal } from './modal.js';
import { shownOrder } from './text.js';

/** Asks for the order (product.md «The way of one cancellation» 1). `metadata` is its private one. */
export function askOrderModal(metadata: string): ModalView {
  return modal({
    title: 'Cancel an order',
    callbackId: VIEWS.askOrder,
    submit: 'Look',
    metadata,
    blocks: [ownSection('Which order? The look changes nothing.'), orderInput()],
  });
}

/** Stands while the order is read. */
export function lookingModal(orderId: string): ModalView {
  return modal({
    title: 'Cancel an order',
    callbackId: VIEWS.notice,
    blocks: [plainSection(`Looking at ${shownOrder(orderId)} …`)],
  });
}

function orderInput(): InputBlock {
  return {
    type: 'input',
    block_id: INPUTS.order,
    label: plain('Order id', LIMITS.optionText),
    element: {
      type: 'plain_text_input',
      action_id: INPUTS.order,
      placeholder: plain('ORD-1001', LIMITS.optionText),
      focus_on_load: true,
    },
  };
}
