import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLOOR, World } from './world.js';

describe('People who may not', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    const { slack, orders } = world;
    const somebody = (id: string, name: string) => {
      orders.addPerson({ userId: `${name}@example.com`, roles: ['order_admin'] });
      return { id, name, email: `${name}@example.com` };
    };
    slack.addPerson({ ...somebody('USTRANGER', 'stranger'), teamId: 'TELSEWHERE' });
    slack.addPerson({ ...somebody('UGUEST', 'guest'), isRestricted: true });
    slack.addPerson({ ...somebody('UBOT', 'robot'), isBot: true });
    slack.addPerson({ ...somebody('UGONE', 'gone'), deleted: true });
    slack.addPerson({ ...somebody('UNEW', 'new'), isEmailConfirmed: false });
    slack.addPerson({ id: 'UHIDDEN', name: 'hidden' });
    slack.addPerson({ id: 'UNOBODY', name: 'nobody', email: 'nobody@example.com' });
    const members = ['UALICE', 'UBOB', 'UEVE', 'UGUEST', 'UBOT', 'UGONE', 'UNEW'];
    slack.changeChannel(FLOOR, { members: [...members, 'UHIDDEN', 'UNOBODY', 'USTRANGER'] });
  });
  afterAll(() => world.close());

  it.each([
    ['somebody of another workspace', 'stranger', 'stranger'],
    ['a guest', 'guest', 'guest'],
    ['a bot', 'robot', 'bot_account'],
    ['somebody deactivated', 'gone', 'deactivated'],
    ['somebody whose email is unconfirmed', 'new', 'email_unconfirmed'],
    ['somebody without an email', 'hidden', 'email_missing'],
    ['somebody whom the order service does not know', 'nobody', 'unknown_person'],
  ])('%s is refused with the reason, at the command and at Confirm', async (_, name, code) => {
    const { slack, orders, alice } = world;
    const person = slack.person(name);
    await person.types(FLOOR, '/cancel-order ORD-1001');
    const modal = await person.modal(code);
    expect(modal.text()).not.toContain('EUR');

    const held = slack.messages(FLOOR).find(({ text }) => text.startsWith('Cancel ORD-1001:'));
    const card = held ?? (await world.requests(alice, 'ORD-1001'));
    await person.presses(card, 'Confirm');
    await person.message(FLOOR, code);
    expect(orders.calls({ route: 'cancel' })).toStrictEqual([]);
  });

  it('nobody acts while Slack does not say who they are', async () => {
    const { slack, orders, alice } = world;
    const card = await world.requests(alice, 'ORD-1013');
    const silent = slack.faults.webApi('users.info', { status: 500 });
    await alice.presses(card, 'Confirm');
    await alice.message(FLOOR, 'person_unreadable');
    expect(orders.calls({ route: 'cancel' })).toStrictEqual([]);
    silent.clear();
  });

  it('nobody acts while the order service does not tell their roles', async () => {
    const { orders, alice } = world;
    const card = await world.requests(alice, 'ORD-1014');
    const silent = orders.faults.add({ on: 'roles', fault: { kind: 'status', status: 500 } });
    await alice.presses(card, 'Confirm');
    await alice.message(FLOOR, 'order_service_unavailable');
    expect(orders.calls({ route: 'cancel' })).toStrictEqual([]);
    silent.clear();
  });
});
