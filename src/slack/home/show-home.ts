import type { Desk } from '../desk.js';
import { drawHome } from './draw-home.js';
import { digestOf } from './home-digest.js';
import type { Claim } from './homes.js';

/** While Slack is away, or does not take it: the next try, ms. */
const AWAY = 5_000;
/** A drawing over which another one was published is drawn anew so often at once. */
const ROUNDS = 3;

/**
 * Draws a Home as it is now and publishes it, unless it shows just that already. One replica at a
 * time does so for one person, and what another one published meanwhile is never lain over by what
 * was read before: Slack compares by its hash. What is not drawn stays due. Rejects where the database
 * cannot be read, and never for Slack.
 */
export async function showHome(
  desk: Desk,
  slackId: string,
  mayPublish: () => Promise<boolean> = async () => true,
): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const claim = await desk.homes.claim(slackId);
    if (!claim || (await show(desk, claim, mayPublish)) !== 'again') return;
  }
}

async function show(
  desk: Desk,
  claim: Claim,
  mayPublish: () => Promise<boolean>,
): Promise<'over' | 'again'> {
  const { homes, log } = desk;
  const { slackId, hash, isWanted } = claim;
  const view = await drawHome(desk, claim).catch(async (error: unknown) => {
    await homes.letGo(claim, AWAY);
    throw error;
  });
  const digest = digestOf(view);
  if (!isWanted && digest === claim.digest) {
    await homes.drawn(claim, { hash, digest });
    return 'over';
  }
  if (!isWanted && !(await mayPublish())) {
    await homes.letGo(claim, 1_000);
    return 'over';
  }
  const outcome = await desk.publishHome(slackId, view, hash);
  switch (outcome.kind) {
    case 'published':
      await homes.drawn(claim, { hash: outcome.hash, digest });
      return 'over';
    case 'conflict':
      await homes.lostTrack(claim);
      return 'again';
    case 'too_many':
      await homes.letGo(claim, outcome.wait);
      return 'over';
    case 'away':
      log.warn({ code: 'home_delayed', slackId, error: outcome.error }, 'a Home was not published');
      await homes.letGo(claim, AWAY);
      return 'over';
    case 'refused':
      log.error({ code: 'home_given_up', slackId, error: outcome.error }, 'Slack takes no Home');
      await homes.forget(slackId);
      return 'over';
  }
}
