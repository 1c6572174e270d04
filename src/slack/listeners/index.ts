import type { App } from '@slack/bolt';
import type { Desk } from '../desk.js';
import { register as registerCheckAgain } from './actions/check-again.js';
import { register as registerConfirm } from './actions/confirm.js';
import { register as registerDetails } from './actions/details.js';
import { register as registerDiscard } from './actions/discard.js';
import { register as registerLookAgain } from './actions/look-again.js';
import { register as registerOpenModal } from './actions/open-modal.js';
import { register as registerCancelOrder } from './commands/cancel-order.js';
import { register as registerAskOrder } from './views/ask-order.js';
import { register as registerRequestCancellation } from './views/request-cancellation.js';

const LISTENERS = [
  registerCancelOrder,
  registerConfirm,
  registerDiscard,
  registerDetails,
  registerCheckAgain,
  registerLookAgain,
  registerOpenModal,
  registerAskOrder,
  registerRequestCancellation,
];

/** Everything that people can type, press and submit. */
export function registerListeners(app: App, desk: Desk): void {
  for (const register of LISTENERS) register(app, desk);
}
