import { CAST, rolesOf } from '../../cast.js';
import type { LocalSlack, Person } from '../../slack/index.js';
import type { PageState, Somebody } from '../contract.js';
import type { World } from '../world.js';
import { shownCalls, shownFaults, shownOrders } from './orders.js';
import { conversationsFor, messagesFor, unreadIn } from './slack.js';
import { shownView } from './views.js';

/** All that a person is shown, as it is now. */
export function stateFor(person: Person, world: World): PageState {
  const { sandbox, installed, marks, keeper } = world;
  const { slack, orders, clock } = sandbox;
  const { openModal, homeTab } = person;
  return {
    me: person.id,
    app: {
      name: slack.identity.appName,
      userId: slack.botUserId,
      commands: installed.commands,
      hasHomeTab: installed.hasHomeTab,
    },
    people: CAST.map((one) => somebody(slack.person(one.id), rolesOf(one), world)),
    names: namesIn(slack),
    conversations: conversationsFor(person, slack, marks, installed.isReadOnly),
    messages: messagesFor(person, marks),
    modal: openModal ? shownView(openModal) : null,
    home: homeTab ? shownView(homeTab) : null,
    orders: shownOrders(orders),
    calls: shownCalls(orders),
    faults: shownFaults(orders),
    process: keeper.process,
    clock,
  };
}

function somebody(person: Person, roles: readonly string[], { marks }: World): Somebody {
  const unread = person.conversations.map((channel) => unreadIn(person, channel, marks));
  return {
    id: person.id,
    name: person.record.name,
    roles,
    mentions: unread.reduce((sum, { mentions }) => sum + mentions, 0),
    hasUnread: unread.some(({ hasUnread }) => hasUnread),
    hasModal: person.hasModal,
  };
}

function namesIn(slack: LocalSlack): PageState['names'] {
  const { botUserId, identity, people } = slack;
  const channels = people.flatMap(({ id }) => slack.person(id).conversations);
  return {
    people: {
      ...Object.fromEntries(people.map(({ id, name }) => [id, name])),
      [botUserId]: identity.appName,
      USLACKBOT: 'Slackbot',
    },
    channels: Object.fromEntries(channels.map(({ id, name }) => [id, name])),
  };
}
