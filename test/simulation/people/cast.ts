import type { LocalSlack } from '../../../src/sandbox/slack/index.js';

export const FLOOR = 'C0FLOOR';
export const SHARED = 'C0SHARED';
export const ORDER_OPS = 'C0ORDEROPS';

interface Role {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles?: readonly string[];
  readonly isRestricted?: boolean;
  readonly teamId?: string;
}

export const ALICE = { id: 'U0ALICE', name: 'alice', email: 'alice@example.com' };

/** Entitled people, one of them with two accounts in Slack, and four who are not. */
export const CAST: readonly Role[] = [
  { ...ALICE, roles: ['ops_engineer'] },
  { id: 'U0BOB', name: 'bob', email: 'bob@example.com', roles: ['order_admin'] },
  { id: 'U0CAROL', name: 'carol', email: 'carol@example.com', roles: ['ops_engineer', 'viewer'] },
  { id: 'U0ALIAS', name: 'alias', email: ALICE.email },
  { id: 'U0VERA', name: 'vera', email: 'vera@example.com', roles: ['viewer'] },
  { id: 'U0NEMO', name: 'nemo', email: 'nemo@example.com' },
  { id: 'U0GUS', name: 'gus', email: 'bob@example.com', isRestricted: true },
  { id: 'U0STAN', name: 'stan', email: 'carol@example.com', teamId: 'TELSEWHERE' },
];

/** Who presses how often: mostly those who are there for it. */
export const PRESSERS: readonly (readonly [string, number])[] = [
  ['alice', 8],
  ['bob', 8],
  ['carol', 5],
  ['alias', 1],
  ['vera', 1],
  ['nemo', 0.5],
  ['gus', 0.5],
  ['stan', 0.5],
];

/** Opens the channels that they meet in. */
export function openChannels(slack: LocalSlack): void {
  slack.addChannel({ id: FLOOR, name: 'floor' });
  slack.addChannel({ id: SHARED, name: 'shared', extShared: true });
  slack.addChannel({ id: ORDER_OPS, name: 'order-ops', botIsMember: true });
}

/** The order service's id of a Slack account. */
export function userIdOf(slackId: string): string | undefined {
  return CAST.find(({ id }) => id === slackId)?.email;
}
