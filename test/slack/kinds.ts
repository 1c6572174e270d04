import type { LocalSlack, Message, Modal, Person } from '../../src/sandbox/slack/index.js';
import { ORDER, type World } from '../cancellations/world.js';
import { FLOOR } from '../sandbox/slack/apps.js';

/** What has become of somebody who was entitled, by the moment they act. */
export interface Kind {
  readonly code: string;
  readonly account?: Parameters<LocalSlack['changePerson']>[1];
  readonly orders?: (service: World['service']) => void;
  readonly slackIsSilent?: boolean;
}

export const MALLORY = { slackId: 'U0MALLORY', userId: 'mallory@example.com' };
const GOOD = {
  ...{ teamId: 'TLOCAL', isRestricted: false, isUltraRestricted: false, isBot: false },
  ...{ deleted: false, isEmailConfirmed: true, email: MALLORY.userId },
};
const ROLES = ['ops_engineer', 'duty_manager'];

/** Whom Slack does not call a full member of ours with a confirmed email, or says nothing of. */
export const NO_MEMBERS: Readonly<Record<string, Kind>> = {
  'a stranger': { code: 'stranger', account: { teamId: 'TELSEWHERE' } },
  'a guest of several channels': { code: 'guest', account: { isRestricted: true } },
  'a guest of one channel': { code: 'guest', account: { isUltraRestricted: true } },
  'a bot': { code: 'bot_account', account: { isBot: true } },
  'somebody deactivated': { code: 'deactivated', account: { deleted: true } },
  'an unconfirmed email': { code: 'email_unconfirmed', account: { isEmailConfirmed: false } },
  'no email': { code: 'email_missing', account: { email: '' } },
  'nobody, as long as Slack is silent': { code: 'person_unreadable', slackIsSilent: true },
};

/** Full members whose role is not there, or cannot be read. */
export const NO_ROLE: Readonly<Record<string, Kind>> = {
  'unknown to the order service': {
    code: 'unknown_person',
    orders: (service) => service.removePerson(MALLORY.userId),
  },
  'without the role': {
    code: 'not_entitled',
    orders: (service) => service.addPerson({ userId: MALLORY.userId, roles: ['viewer'] }),
  },
  'of a role that cannot be read': {
    code: 'unexpected_reply',
    orders: (service) =>
      service.faults.add({ on: 'roles', fault: { kind: 'garbage', form: 'wrong_schema' } }),
  },
};

/** Somebody acts; `turn` makes of a good person what is to be refused, right before what counts. */
export type Act = (mallory: Person, turn: () => void) => Promise<unknown>;

/** A press of this button. */
export function presses(message: Message, label: string): Act {
  return (mallory, turn) => {
    turn();
    return mallory.presses(message, label);
  };
}

/** A command. */
export function types(line: string): Act {
  return (mallory, turn) => {
    turn();
    return mallory.types(FLOOR, line);
  };
}

/** A submit of the modal that somebody good had opened by this. */
export function submits(open: (mallory: Person) => Promise<unknown>): Act {
  return async (mallory, turn) => {
    await open(mallory);
    const modal = await mallory.modal((shown) => shown.view.submit !== undefined);
    turn();
    return mallory.submits(modal, valuesFor(modal));
  };
}

const FORM = { order: ORDER, glass_reason: 'Nobody is up', note: 'Looked', truth: 'not_cancelled' };

function valuesFor(modal: Modal): Readonly<Record<string, string>> {
  const asked = JSON.stringify(modal.view.blocks);
  const filled = Object.entries({ ...FORM, pick: ORDER });
  return Object.fromEntries(filled.filter(([input]) => asked.includes(`"action_id":"${input}"`)));
}

/** Every one of `kinds` acts, and is answered with their code; afterwards they are good again. */
export async function refuseEach(
  world: World,
  slack: LocalSlack,
  kinds: Readonly<Record<string, Kind>>,
  acts: Readonly<Record<string, Act>>,
): Promise<void> {
  const { service } = world;
  const { userId, slackId: id } = MALLORY;
  const mallory = slack.people.some((one) => one.id === id)
    ? slack.person(id)
    : slack.addPerson({ id, name: 'mallory', email: userId });
  // Whoever they become, they go on seeing what stands there.
  slack.changeChannel(FLOOR, { members: slack.people.map((one) => one.id) });
  for (const [does, act] of Object.entries(acts)) {
    for (const [who, { code, account, orders, slackIsSilent }] of Object.entries(kinds)) {
      slack.changePerson(id, GOOD);
      service.addPerson({ userId, roles: ROLES });
      const seen = slack.messages(FLOOR).length;
      await act(mallory, () => {
        if (account) slack.changePerson(id, account);
        if (slackIsSilent) slack.faults.webApi('users.info', { status: 500 });
        orders?.(service);
      });
      const said = () => [
        mallory.openModal?.text() ?? '',
        ...slack
          .messages(FLOOR)
          .slice(seen)
          .filter(({ ephemeralTo }) => ephemeralTo === id)
          .map((message) => slack.asText(message)),
      ];
      const isRefused = () => said().join('\n').includes(code);
      await slack.until(isRefused, { what: `«${code}» for ${who}, who ${does}` });
      slack.faults.clear();
      service.faults.clear();
      for (let open = mallory.openModal; open; open = mallory.openModal) await mallory.closes(open);
    }
  }
}
