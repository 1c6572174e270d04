import type { LocalOrderHands } from '../../../src/sandbox/orders/index.js';
import type { LocalSlack } from '../../../src/sandbox/slack/index.js';
import type { Timeline } from '../world/timeline.js';
import { CAST } from './cast.js';

interface Held {
  /** True time, epoch ms. */
  readonly from: number;
  readonly isEntitled: boolean;
}

/** Runbook «Pre-checks» 1. */
const ENTITLING = ['order_admin', 'ops_engineer'];

/** Everybody, and who was entitled when: the invariants' own book, which the bot does not see. */
export class Personnel {
  readonly #roles = new Map<string, Held[]>();
  readonly #leftAt = new Map<string, number>();

  constructor(
    private readonly slack: LocalSlack,
    private readonly service: Pick<LocalOrderHands, 'addPerson'>,
    private readonly timeline: Timeline,
  ) {
    for (const { roles, ...person } of CAST) {
      slack.addPerson(person);
      if (roles) this.give(person.email, roles);
    }
  }

  /** Gives somebody these roles and no others, at the order service. */
  give(userId: string, roles: readonly string[]): void {
    const isEntitled = roles.some((role) => ENTITLING.includes(role));
    const held = this.#roles.get(userId) ?? [];
    this.#roles.set(userId, [...held, { from: this.timeline.now, isEntitled }]);
    this.service.addPerson({ userId, roles });
  }

  deactivate(slackId: string): void {
    this.#leftAt.set(slackId, this.timeline.now);
    this.slack.changePerson(slackId, { deleted: true });
  }

  /** Whether this Slack account was entitled at any moment of the stretch: its team, its roles. */
  wasEntitled(slackId: string, from: number, to: number): boolean {
    const person = CAST.find(({ id }) => id === slackId);
    const isMember = person && !person.isRestricted && person.teamId === undefined;
    if (!isMember || (this.#leftAt.get(slackId) ?? to) < from) return false;
    const held = this.#roles.get(person.email) ?? [];
    return held.some((one, index) => {
      const end = held[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      return one.isEntitled && one.from <= to && end >= from;
    });
  }
}
