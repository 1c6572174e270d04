import { NotPossible, type Person } from '../../../src/sandbox/slack/index.js';
import type { World } from '../world/world.js';
import { FLOOR, ORDER_OPS, PRESSERS, SHARED } from './cast.js';
import { buttonsIn, buttonsSeen, filledIn, type Seen } from './hands.js';

/** How much a button draws people. */
const DRAWS: Readonly<Record<string, number>> = {
  confirm: 12,
  roll_back: 3,
  retry: 5,
  check_again: 5,
  open_ticket: 4,
  acknowledge: 3,
  resolve: 2,
  retry_one: 3,
  resolve_one: 1,
  discard: 0.7,
  details: 0.5,
  look_again: 2,
  open_modal: 2,
};
/** An older drawing is pressed now and then, an answer of long ago seldom. */
const OLD = 0.15;

/** Somebody does something that they can do now. Whatever comes of it, time goes on. */
export function somebodyActs(world: World): void {
  const { random, slack } = world;
  // Mostly who has begun something goes on with it; the others come and go.
  const busy = PRESSERS.filter(([name]) => slack.person(name).hasModal);
  const name = random.weigh(busy.length > 0 && random.chance(0.75) ? busy : PRESSERS);
  attempt(world, slack.person(name), act(world, slack.person(name)));
}

/** The first thing that happens: somebody asks for an order. */
export function somebodyBegins(world: World): void {
  const { random, slack, orderIds } = world;
  const person = slack.person(
    random.weigh([
      ['alice', 5],
      ['bob', 2],
      ['carol', 1],
    ]),
  );
  attempt(world, person, types(world, person, random.pick(orderIds)));
}

function attempt(world: World, person: Person, deed: Promise<void>): void {
  const { name } = person.record;
  deed.catch((error: unknown) => {
    if (error instanceof NotPossible) world.tell(`${name} can’t: ${error.message.split('\n')[0]}`);
    else world.broke(error);
  });
}

/** `/cancel-order` for one of the orders, or one of the command's other words. */
async function types(world: World, person: Person, line?: string): Promise<void> {
  const { random } = world;
  const order = random.pick(world.orderIds);
  const text =
    line ??
    random.weigh<string>([
      [order, 8],
      [`status ${order}`, 1],
      ['list', 1],
      ['', 1],
      ['ORD-9', 0.3],
      ['help', 0.2],
    ]);
  const channel = random.weigh([
    [FLOOR, 8],
    [SHARED, 1],
    [person.directMessage, 1],
  ]);
  world.tell(`${person.record.name} types «${text}» in ${channel}`);
  await person.types(channel, `/cancel-order ${text}`);
}

async function act(world: World, person: Person): Promise<void> {
  if (person.hasModal) return goOnInModal(world, person);
  const { random, slack } = world;
  const channels = [FLOOR, SHARED, ORDER_OPS, person.directMessage];
  const seen = buttonsSeen(slack, person, channels);
  if (seen.length === 0 || random.chance(0.12)) return types(world, person);
  await press(world, person, random.weigh(seen.map((one) => [one, drawOf(one, seen)])));
}

function drawOf(one: Seen, all: readonly Seen[]): number {
  const draw = DRAWS[one.actionId] ?? 0.5;
  const isNewest = !all.some(
    (other) => other.actionId === one.actionId && other.message.ts > one.message.ts,
  );
  return draw * (one.isOld ? OLD : 1) * (isNewest ? 1 : OLD);
}

async function press(world: World, person: Person, { message, label, isOld }: Seen): Promise<void> {
  const { name } = person.record;
  world.tell(`${name} presses «${label}»${isOld ? ' on an older drawing' : ''} (${message.ts})`);
  const twice = world.random.chance(0.06);
  const press = () => (isOld ? person.pressesOld(message, label) : person.presses(message, label));
  await Promise.all(twice ? [press(), press()] : [press()]);
}

async function goOnInModal(world: World, person: Person): Promise<void> {
  const { random, service } = world;
  const modal = await person.modal();
  const { name } = person.record;
  const title = modal.view.title.text;
  if (random.chance(0.08)) {
    world.tell(`${name} closes «${title}»`);
    return person.closes(modal);
  }
  const orderId =
    world.orderIds.find((id) => modal.text().includes(id)) ?? random.pick(world.orderIds);
  if (modal.view.submit && !modal.view.submit_disabled) {
    const isCancelled = service.order(orderId).status === 'cancelled';
    const values = filledIn(modal, random, { orderId, isCancelled });
    world.tell(`${name} submits «${title}» ${JSON.stringify(values)}`);
    await person.submits(modal, values);
    return;
  }
  const labels = buttonsIn(modal);
  if (labels.length > 0 && random.chance(0.6)) {
    const label = random.pick(labels);
    world.tell(`${name} presses «${label}» in «${title}»`);
    await person.presses(modal, label);
    return;
  }
  world.tell(`${name} closes «${title}»`);
  await person.closes(modal);
}
