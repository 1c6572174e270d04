import { setTimeout as pause } from 'node:timers/promises';
import { SEED_PEOPLE } from '../../src/sandbox/orders/seed.js';
import type { Evidence } from '../invariants/evidence.js';
import type { Recorded } from '../invariants/recorded.js';
import { clicksOf } from './clicks.js';
import type { MortalWorld } from './mortal-world.js';

/** How long what goes on by itself may take to its end. ms */
const PATIENCE = 60_000;
const ROLES = ['order_admin', 'ops_engineer'];

/** All that there is to be seen, once everything has settled. */
export async function observed(
  world: MortalWorld,
  rollbackWindow = 2 * 60 * 60_000,
): Promise<Evidence> {
  const recorded = await settled(world);
  const { slack, orders, kills } = world;
  const messages = world.channels.flatMap((channel) => slack.messages(channel));
  const shown = messages
    .filter(({ user }) => user === slack.botUserId)
    .map((now) => {
      const first = slack.drawings(now.channel, now.ts)[0] ?? now;
      return { now, first, asPosted: slack.asText(first) };
    });
  return {
    ...{ recorded, shown, rollbackWindow },
    effects: orders.effects(),
    posts: [...orders.calls({ route: 'cancel' }), ...orders.calls({ route: 'reinstate' })],
    clicks: clicksOf(slack, shown),
    tickets: [...world.desk.tickets, ...ticketsIn(recorded)],
    deaths: kills.map(({ at }) => at),
    entitled: new Set(
      SEED_PEOPLE.filter(({ roles }) => roles.some((role) => ROLES.includes(role))).map(
        ({ userId }) => userId,
      ),
    ),
  };
}

/** Waits until nothing is left that goes on by itself, and all is told; says so where it never ends. */
async function settled(world: MortalWorld): Promise<Recorded> {
  const within = Date.now() + PATIENCE;
  for (;;) {
    const recorded = await world.recorded();
    if (isSettled(recorded) || Date.now() > within) return recorded;
    await pause(100);
  }
}

const ON_ITS_WAY = new Set(['executing', 'processing', 'verifying', 'rolling_back']);

function isSettled({ runs, posts }: Recorded): boolean {
  return (
    runs.every(({ state }) => !ON_ITS_WAY.has(state)) &&
    posts.every(({ posted, wanted }) => posted >= wanted)
  );
}

/** The tickets that went to #order-ops: the message is the ticket. */
function ticketsIn({ posts }: Recorded): Evidence['tickets'] {
  return posts
    .filter(({ kind }) => kind === 'ticket')
    .map(({ about, post_id }) => ({ runId: about, ticketId: post_id }));
}
