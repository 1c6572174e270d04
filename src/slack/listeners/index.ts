import type { App } from '@slack/bolt';
import type { Desk } from '../desk.js';
import { register as registerAcknowledge } from './actions/acknowledge.js';
import { register as registerBreakGlass } from './actions/break-glass.js';
import { register as registerCheckAgain } from './actions/check-again.js';
import { register as registerConfirm } from './actions/confirm.js';
import { register as registerDetails } from './actions/details.js';
import { register as registerDiscard } from './actions/discard.js';
import { register as registerLookAgain } from './actions/look-again.js';
import { register as registerOpenModal } from './actions/open-modal.js';
import { register as registerOpenTicket } from './actions/open-ticket.js';
import { register as registerResolve } from './actions/resolve.js';
import { register as registerResolveOne } from './actions/resolve-one.js';
import { register as registerRetry } from './actions/retry.js';
import { register as registerRetryOne } from './actions/retry-one.js';
import { register as registerRollBack } from './actions/roll-back.js';
import { register as registerCancelOrder } from './commands/cancel-order.js';
import { register as registerAskOrder } from './views/ask-order.js';
import { register as registerBreakGlassSubmit } from './views/break-glass.js';
import { register as registerPickResolve } from './views/pick-resolve.js';
import { register as registerPickRetry } from './views/pick-retry.js';
import { register as registerRequestCancellation } from './views/request-cancellation.js';
import { register as registerResolveSubmit } from './views/resolve.js';
import { register as registerRollBackSubmit } from './views/roll-back.js';

const LISTENERS = [
  registerCancelOrder,
  registerAskOrder,
  registerRequestCancellation,
  registerConfirm,
  registerDiscard,
  registerDetails,
  registerCheckAgain,
  registerLookAgain,
  registerOpenModal,
  registerRetry,
  registerRetryOne,
  registerPickRetry,
  registerResolve,
  registerResolveOne,
  registerPickResolve,
  registerResolveSubmit,
  registerRollBack,
  registerRollBackSubmit,
  registerOpenTicket,
  registerAcknowledge,
  registerBreakGlass,
  registerBreakGlassSubmit,
];

/** Everything that people can type, press and submit. */
export function registerListeners(app: App, desk: Desk): void {
  for (const register of LISTENERS) register(app, desk);
}
