import { FLOOR, SHARED } from '../people/cast.js';
import type { World } from '../world/world.js';
import { type Fault, MINUTE, once, SECOND } from './fault.js';

type WebApiFault = Parameters<World['slack']['faults']['webApi']>[1];

function webApi(
  kind: string,
  methods: readonly string[],
  fault: WebApiFault,
  { times = 3, lasts }: { times?: number; lasts?: Fault['lasts'] } = {},
): Fault {
  return {
    kind: `slack: ${kind}`,
    ...(lasts && { lasts }),
    begin({ slack, random, struck }) {
      const bounded = lasts ? {} : { times: random.between(1, times) };
      const on = methods.map((method) => slack.faults.webApi(method, fault, bounded));
      return () => {
        for (const one of on) {
          struck(`slack: ${kind}`, one.hits);
          one.clear();
        }
      };
    },
  };
}

function delivery(kind: string, fault: 'duplicate' | 'drop' | 'lose_ack'): Fault {
  return {
    kind: `slack: ${kind}`,
    begin({ slack, random, struck }) {
      const on = slack.faults.delivery(fault, { times: random.between(1, 3) });
      return () => {
        struck(`slack: ${kind}`, on.hits);
        on.clear();
      };
    },
  };
}

const POST = ['chat.postMessage'];
const TOLD = ['chat.postMessage', 'chat.update'];

export const SLACK_FAULTS: readonly Fault[] = [
  webApi('429', TOLD, { retryAfter: 30 }, { times: 8 }),
  webApi('429 at every turn', ['*'], { retryAfter: 20 }, { lasts: [MINUTE, 6 * MINUTE] }),
  webApi('expired_trigger_id', ['views.open'], { error: 'expired_trigger_id' }),
  webApi('a trigger that runs out on the way', ['views.open'], { delayMs: 3_200 }, { times: 2 }),
  webApi(
    'away',
    ['*'],
    { breakConnection: 'before_effect' },
    { lasts: [20 * SECOND, 12 * MINUTE] },
  ),
  webApi('away with 503', ['*'], { status: 503 }, { lasts: [20 * SECOND, 5 * MINUTE] }),
  webApi('connection broken after the effect', TOLD, { breakConnection: 'after_effect' }),
  webApi('modal broken after the effect', ['views.open', 'views.update'], {
    breakConnection: 'after_effect',
  }),
  webApi('takes a post after the time-out', POST, { delayMs: 14_000 }, { times: 2 }),
  webApi('a person can’t be read', ['users.info'], { error: 'internal_error' }),
  webApi('a channel can’t be read', ['conversations.info'], { error: 'internal_error' }),
  delivery('delivered twice', 'duplicate'),
  delivery('delivery lost', 'drop'),
  delivery('acknowledgement lost', 'lose_ack'),
  {
    kind: 'slack: message deleted',
    begin: once(({ slack, random, struck }) => {
      const bots = [FLOOR, SHARED]
        .flatMap((channel) => slack.messages(channel))
        .filter(
          ({ user, ephemeralTo, deleted }) => user === slack.botUserId && !ephemeralTo && !deleted,
        );
      if (bots.length === 0) return;
      const { channel, ts } = random.pick(bots);
      slack.deleteMessage(channel, ts);
      struck('slack: message deleted');
    }),
  },
  {
    kind: 'slack: channel archived',
    begin: once(({ slack, struck }) => {
      slack.changeChannel(FLOOR, { archived: true });
      struck('slack: channel archived');
    }),
  },
];
