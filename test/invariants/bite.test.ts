import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/index.js';
import { card } from '../../src/slack/render/card.js';
import {
  ADA,
  BOB,
  cancelled,
  KEY,
  MINUTE,
  REQUEST,
  ROLLING,
  TOO_OLD,
  TWO_PM,
  verdictsWith,
} from '../slack/render/runs.js';
import type { Evidence } from './evidence.js';
import { INVARIANTS } from './index.js';

type Name = keyof typeof INVARIANTS;

const WINDOW = 120 * MINUTE;
const { runId, orderId } = REQUEST;
const LATER_KEY = '7a1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e';

const entry = (event: string, key: string, at: number, by = BOB) => ({
  ...{ seq: 1, at, run_id: runId, order_id: orderId, event, actor: by.slackId },
  ...{ data: { key, userId: by.userId }, previous_hash: '', hash: '' },
});
const effectOf = (kind: 'cancellation' | 'reinstatement', key: string, by = BOB) => ({
  ...{
    kind,
    orderId,
    key,
    userId: by.userId,
    requestId: 'r',
    fails: false,
    at: TWO_PM + 2 * MINUTE,
  },
});
const postOf = (route: 'cancel' | 'reinstate', key: string, body: string) => ({
  ...{ at: TWO_PM + 2 * MINUTE, method: 'POST', path: '/', route, orderId, userId: BOB.userId },
  ...{ key, body, status: 200, replayed: false, faults: [] },
});
const message = (ts: number, text: string, more = {}): Message => ({
  ...{ channel: 'C0OPS', ts: String(ts / 1_000), user: 'UBOT', text, blocks: [], ...more },
});
const shownAs = (one: Message) => ({ first: one, now: one, asPosted: one.text });
const drawn = card(cancelled(), { rollbackWindow: WINDOW });
const cardMessage = {
  ...message(TWO_PM, drawn.text),
  blocks: drawn.blocks.map((block, at) => ({
    ...JSON.parse(JSON.stringify(block)),
    block_id: `b${at}`,
  })),
};

/** A run that was requested by one, confirmed by another, cancelled once, told, and rolled back in time. */
const SOUND: Evidence = {
  recorded: {
    runs: [cancelled()],
    trail: [
      entry('confirmed', KEY, TWO_PM + MINUTE),
      entry('rollback_confirmed', LATER_KEY, TWO_PM + 10 * MINUTE),
    ],
    posts: [
      {
        ...{ post_id: `${runId}:card`, about: runId, kind: 'card', channel: 'C0OPS' },
        ...{ wanted: 2, posted: 2, ts: cardMessage.ts },
      },
    ],
    escalated: [],
  },
  effects: [effectOf('cancellation', KEY), effectOf('reinstatement', LATER_KEY)],
  posts: [postOf('cancel', KEY, '{}'), postOf('cancel', KEY, '{}')],
  shown: [
    shownAs(cardMessage),
    shownAs(message(TWO_PM + 1, 'Started', { threadTs: cardMessage.ts })),
  ],
  clicks: [{ what: 'confirm', at: TWO_PM, isAcknowledged: true, isAnswered: true }],
  tickets: [
    { runId, ticketId: 't1' },
    { runId, ticketId: 't1' },
  ],
  deaths: [],
  entitled: new Set([ADA.userId, BOB.userId]),
  rollbackWindow: WINDOW,
};

const { recorded } = SOUND;
const startedAgain = shownAs(message(TWO_PM + 9_000, 'Started', { threadTs: cardMessage.ts }));

const glass = (by: typeof ADA) => ({
  ...entry('break_glass', KEY, TWO_PM, by),
  data: { key: KEY, reason: 'Nobody else is up', roles: ['duty_manager'] },
});
const GLASS_POST = {
  ...{ post_id: `${runId}:break-glass:2`, about: runId, kind: 'break_glass', channel: 'C0OPS' },
  ...{ wanted: 1, posted: 1, ts: '1.0' },
};

/** What each promise looks like when it is broken. */
const BROKEN: readonly [Name, string, Partial<Evidence>][] = [
  [
    'onceForARun',
    'cancelled twice',
    { effects: [...SOUND.effects, effectOf('cancellation', KEY)] },
  ],
  [
    'onceForARun',
    'reinstated twice',
    { effects: [...SOUND.effects, effectOf('reinstatement', LATER_KEY)] },
  ],
  [
    'oneKeyForAnIntent',
    'a key that nobody recorded',
    { posts: [postOf('cancel', 'another', '{}')] },
  ],
  [
    'oneKeyForAnIntent',
    'a key that was recorded after the POST',
    { posts: [{ ...postOf('cancel', KEY, '{}'), at: TWO_PM }] },
  ],
  ['oneKeyForAnIntent', 'a key of a rollback', { posts: [postOf('cancel', LATER_KEY, '{}')] }],
  [
    'oneKeyForAnIntent',
    'another body with it',
    { posts: [...SOUND.posts, postOf('cancel', KEY, '{"a":1}')] },
  ],
  ['decidedByEntitled', 'nobody decided', { recorded: { ...recorded, trail: [] } }],
  ['decidedByEntitled', 'by somebody not entitled', { entitled: new Set([ADA.userId]) }],
  ['decidedByEntitled', 'for somebody else', { effects: [effectOf('cancellation', KEY, ADA)] }],
  [
    'secondPerson',
    'the requester alone',
    {
      recorded: {
        ...recorded,
        runs: [{ ...cancelled(), secondPerson: true, verdicts: verdictsWith(TOO_OLD) }],
        trail: [entry('confirmed', KEY, TWO_PM, ADA)],
      },
    },
  ],
  [
    'secondPerson',
    'the requester alone, and the glass was broken by somebody else',
    {
      recorded: {
        ...recorded,
        runs: [{ ...cancelled(), secondPerson: true, verdicts: verdictsWith(TOO_OLD) }],
        trail: [glass(BOB), entry('confirmed', KEY, TWO_PM, ADA)],
      },
    },
  ],
  [
    'brokenGlassIsTold',
    'to nobody',
    { recorded: { ...recorded, trail: [...recorded.trail, glass(ADA)] } },
  ],
  [
    'brokenGlassIsTold',
    'without a reason',
    {
      recorded: {
        ...recorded,
        trail: [...recorded.trail, { ...glass(ADA), data: { key: KEY, roles: ['duty_manager'] } }],
        posts: [...recorded.posts, GLASS_POST],
      },
    },
  ],
  ['withinTheWindow', 'decided too late', { rollbackWindow: MINUTE }],
  ['chainVerifies', 'an entry that follows from none', {}],
  ['endsOrIsEscalated', 'left under way', { recorded: { ...recorded, runs: [ROLLING] } }],
  ['oneTicket', 'two tickets', { tickets: [...SOUND.tickets, { runId, ticketId: 't2' }] }],
  ['cardSaysTheRecord', 'an older drawing', { recorded: { ...recorded, runs: [ROLLING] } }],
  ['cardSaysTheRecord', 'no card', { shown: [] }],
  [
    'everythingIsTold',
    'an edit that never went out',
    { recorded: { ...recorded, posts: recorded.posts.map((post) => ({ ...post, wanted: 3 })) } },
  ],
  ['repeatsOnlyOverADeath', 'told twice', { shown: [...SOUND.shown, startedAgain] }],
  [
    'repeatsOnlyOverADeath',
    'two posts repeated over one death',
    {
      shown: [
        ...SOUND.shown,
        shownAs(message(TWO_PM + 2, 'Processing', { threadTs: cardMessage.ts })),
        startedAgain,
        shownAs(message(TWO_PM + 9_001, 'Processing', { threadTs: cardMessage.ts })),
      ],
      deaths: [TWO_PM + 1_000],
    },
  ],
  [
    'everyClickIsAnswered',
    'acknowledged, and then nothing',
    { clicks: [{ what: 'confirm', at: TWO_PM, isAcknowledged: true, isAnswered: false }] },
  ],
];

describe('Each invariant bites', () => {
  it.each(BROKEN)('%s: %s', (name, _, broken) => {
    if (name !== 'chainVerifies') expect(INVARIANTS[name](SOUND)).toStrictEqual([]);
    expect(INVARIANTS[name]({ ...SOUND, ...broken })).not.toStrictEqual([]);
  });

  it('and none of them is left out here', () => {
    expect(new Set(BROKEN.map(([name]) => name))).toStrictEqual(new Set(Object.keys(INVARIANTS)));
  });

  it('lets the requester decide alone who broke the glass, and told it', () => {
    const alone = {
      ...recorded,
      runs: [{ ...cancelled(), secondPerson: true, verdicts: verdictsWith(TOO_OLD) }],
      trail: [glass(ADA), entry('confirmed', KEY, TWO_PM, ADA)],
      posts: [...recorded.posts, GLASS_POST],
    };
    const { secondPerson, brokenGlassIsTold } = INVARIANTS;
    expect(secondPerson({ ...SOUND, recorded: alone })).toStrictEqual([]);
    expect(brokenGlassIsTold({ ...SOUND, recorded: alone })).toStrictEqual([]);
  });

  it('lets one post be repeated over a death', () => {
    const shown = [...SOUND.shown, startedAgain];
    const deaths = [TWO_PM + 1_000];
    expect(INVARIANTS.repeatsOnlyOverADeath({ ...SOUND, shown, deaths })).toStrictEqual([]);
  });

  it('takes no click for lost that Slack itself said did not get through', () => {
    const clicks = [{ what: 'confirm', at: TWO_PM, isAcknowledged: false, isAnswered: false }];
    expect(INVARIANTS.everyClickIsAnswered({ ...SOUND, clicks })).toStrictEqual([]);
  });
});
