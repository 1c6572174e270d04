import type { ModalView } from '@slack/types';
import type { Press } from '../cancellations/request/second-look.js';
import { mayResolve } from '../cancellations/trouble/resolve-by-hand.js';
import { refusedAnswer } from './answers.js';
import type { Desk } from './desk.js';
import { buttonValue } from './render/buttons.js';
import { messageModal } from './render/message-modal.js';
import { resolveModal } from './render/resolve-modal.js';

/** The modal's title. */
export const RESOLVING = 'Resolved by hand';

/** product.md «Resolved by hand»: the form, for those who may, of a run that is in trouble. */
export async function askWhatIsTrue(desk: Desk, press: Press): Promise<ModalView> {
  const asked = await mayResolve(desk.parts, press);
  if (asked.kind === 'refused') {
    return messageModal(RESOLVING, await refusedAnswer(desk, press, asked));
  }
  return resolveModal(asked.run, { metadata: buttonValue(asked.run) });
}
