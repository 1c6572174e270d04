import type { Cancellation } from '../cancellations/run/record.js';
import { cardId } from '../cancellations/telling/outbox.js';
import type { Desk } from './desk.js';

/** The card's permalink, for somebody who can open its conversation; undefined for anybody else. */
export async function linkToCard(
  { outbox, places }: Pick<Desk, 'outbox' | 'places'>,
  { runId }: Cancellation,
  viewer: string,
): Promise<string | undefined> {
  const post = await outbox.find(cardId(runId));
  if (!post?.ts) return undefined;
  return places.linkFor(viewer, { channel: post.channel, ts: post.ts });
}
