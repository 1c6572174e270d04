import type { Cancellation } from '../../cancellations/run/record.js';
import { linkBlock, type Message, orderHeader, ownSection } from './blocks.js';
import { namedOrder } from './text.js';

/**
 * For the requester's direct message: a second person must confirm, so the card stands in
 * #order-ops. `url` only where the requester can open it there.
 */
export function noticeOfCard(run: Cancellation, url: string | undefined): Message {
  const said =
    'This cancellation needs a second person. Its card is in #order-ops, where one can confirm it.';
  return {
    text: `${namedOrder(run.orderId)}: ${said}`,
    blocks: [
      orderHeader(run.orderId),
      ownSection(said),
      ...(url ? linkBlock({ url, label: 'See the card' }) : []),
    ],
  };
}
