import { RateLimiterMemory } from 'rate-limiter-flexible';
import { atMost } from '../../at-most.js';
import type { Desk } from '../desk.js';
import { showHome } from './show-home.js';

/** How often a replica looks whether something happened. ms */
const LOOK_EVERY = 1_000;
/** How many Homes it draws at each look: they cost reads. */
const AT_A_LOOK = 5;
/** Slack takes about 100 Homes a minute from an app; who opens theirs must not wait for others. */
const PACE = { points: 10, duration: 10 };

/** A look in hand may wait for the order service: the end does not wait for it. ms */
const END_WITHIN = 1_000;

/** One look: draws some of the Homes for which something happened, or that people wait for. */
export async function drawDue(
  desk: Desk,
  mayPublish?: () => Promise<boolean>,
  isOver: () => boolean = () => false,
): Promise<void> {
  const { homes, database } = desk;
  for (const slackId of await database.whileThere(() => homes.due(AT_A_LOOK))) {
    if (isOver()) return;
    await showHome(desk, slackId, mayPublish);
  }
}

/**
 * Keeps the Homes that people opened up to date with what happens, on whichever replica it did. One
 * look costs one question of the database. Gives what ends it.
 */
export function followHomes(desk: Desk): () => Promise<void> {
  const { log } = desk;
  const pace = new RateLimiterMemory({ keyPrefix: 'homes', ...PACE });
  const mayPublish = () =>
    pace.consume('live').then(
      () => true,
      () => false,
    );
  let isOver = false;
  let inHand: Promise<void> | undefined;

  const looking = setInterval(() => {
    inHand ??= drawDue(desk, mayPublish, () => isOver)
      .catch((error: unknown) => log.debug({ err: error }, 'Homes have to wait'))
      .finally(() => {
        inHand = undefined;
      });
  }, LOOK_EVERY);
  return async () => {
    isOver = true;
    clearInterval(looking);
    if (inHand) await atMost(END_WITHIN, inHand);
  };
}
