import type { ModalView } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { VIEWS } from '../ids.js';
import { orderHeader, ownSection } from './blocks.js';
import { slackTime } from './dates.js';
import { modal } from './modal.js';
import { summary } from './summary.js';

/**
 * Asks once more before an order is reinstated (product.md «The way of one cancellation» 9).
 * `windowEndsAt` in epoch ms; `metadata` must find the run again at the submit.
 */
export function rollBackModal(
  run: Cancellation,
  asked: { readonly windowEndsAt: number; readonly metadata: string },
): ModalView {
  const until = slackTime(asked.windowEndsAt, run.requestedAt);
  return modal({
    title: 'Roll back',
    callbackId: VIEWS.rollBack,
    submit: 'Roll back',
    metadata: asked.metadata,
    blocks: [
      orderHeader(run.orderId),
      ownSection(`*Take this cancellation back?* It can be until ${until}.`),
      ownSection(
        'The order service is asked first whether the order may come back. If it may, the order is reinstated in its former state; post-checks that are still open end with it.',
      ),
      summary(run),
    ],
  });
}
