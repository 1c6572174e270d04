import { setTimeout as pause } from 'node:timers/promises';
import { SEED_PEOPLE } from '../../src/sandbox/orders/seed.js';
import type { Evidence } from '../invariants/evidence.js';
import type { Recorded } from '../invariants/recorded.js';
import { everyClickIsAnswered } from '../invariants/telling.js';
import { clicksOf } from './clicks.js';
import { Died, type MortalWorld } from './mortal-world.js';

/** How long what goes on by itself may take to its end. ms */
const PATIENCE = 90_000;
/** As long as it is where no setting says otherwise. ms */
const ROLLBACK_WINDOW = 2 * 60 * 60_000;
const ROLES = ['order_admin', 'ops_engineer'];

/**
 * All that there is to be seen, once nothing is left that goes on by itself, all is told and every click
 * answered; as it stands, where that never comes.
 */
export async function observed(
  world: MortalWorld,
  more: Partial<Evidence> = {},
): Promise<Evidence> {
  let deaths = world.kills.length;
  for (let within = Date.now() + PATIENCE; ; ) {
    if (world.kills.length !== deaths) within = Date.now() + PATIENCE;
    deaths = world.kills.length;
    try {
      const evidence = { ...seen(world, await world.recorded()), ...more };
      const isOver = isSettled(evidence.recorded) && everyClickIsAnswered(evidence).length === 0;
      if (isOver || Date.now() > within) return evidence;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
    await pause(100);
  }
}

function seen(world: MortalWorld, recorded: Recorded): Evidence {
  const { slack, orders, kills } = world;
  const messages = world.channels.flatMap((channel) => slack.messages(channel));
  const shown = messages
    .filter(({ user }) => user === slack.botUserId)
    .map((now) => {
      const first = slack.drawings(now.channel, now.ts)[0] ?? now;
      return { now, first, asPosted: slack.asText(first) };
    });
  return {
    ...{ recorded, shown, rollbackWindow: ROLLBACK_WINDOW },
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
