import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { NotPossible, type Person } from '../../src/sandbox/slack/index.js';
import { runAudit } from '../audit/audit-command.js';
import { Replicas } from './world.js';

const RUNS = 200;
/** Slack takes one post a second in a channel: the runs come from many. */
const CHANNELS = 50;
const PEOPLE = 8;
const NAMES = ['one', 'two', 'three'];
/** One is killed this often. ms */
const KILL_EVERY = 5_000;

let replicas: Replicas;
afterEach(() => replicas.close());

const orders = Array.from({ length: RUNS }, (_, place) => `ORD-R${1000 + place}`);
const channelOf = (orderId: string) => `CFLOOR${orders.indexOf(orderId) % CHANNELS}`;

it('three replicas, one killed every few seconds: 200 cancellations end, none doubled', async () => {
  replicas = await Replicas.open({
    areLongLived: true,
    processingMs: 15_000,
    env: { POLL_INTERVAL: '1s', POLL_TIMEOUT: '4m' },
  });
  const people = populate();
  await Promise.all(NAMES.map((name) => replicas.start(name)));

  await eachByOne(people, requests);
  for (const orderId of orders) {
    await replicas.card(orderId, channelOf(orderId), 'Waiting for confirmation');
  }
  const killing = new AbortController();
  const killed = killEverySoOften(killing.signal);
  try {
    await eachByOne(people, confirms);
    await replicas.until(allEnded, 'the end of every run', 300_000);
  } finally {
    killing.abort();
    await Promise.allSettled([killed]);
  }
  const takeovers = await killed;

  for (const orderId of orders) {
    await replicas.card(orderId, channelOf(orderId), 'Audit entry verified', 120_000);
    expect(replicas.orders.effects(orderId), orderId).toHaveLength(1);
    const posts = replicas.orders.calls({ route: 'cancel', orderId });
    expect(new Set(posts.map(({ key }) => key)).size, orderId).toBe(1);
  }
  expect(await states()).toStrictEqual({ cancelled: RUNS });
  await replicas.until(() => replicas.isAllTold(), 'every message told', 120_000);
  // By a second connection, beside the replicas.
  const verified = await runAudit({ DATABASE_URL: replicas.databaseUrl }, 'verify');
  expect(verified).toMatchObject({ code: 0, errors: '' });

  const measured = takeovers.map((ms) => Math.round(ms / 100) / 10);
  console.log(`takeovers, from the kill to the first move: ${measured.join(' s, ')} s`);
  console.log(`the longest takeover: ${Math.max(...measured)} s of ${measured.length}`);
  expect(measured.length).toBeGreaterThanOrEqual(2);
  // 30 s are promised for a death. Here the one who takes over may die at once too, and a machine
  // that does many other things takes longer to do anything.
  expect(Math.max(...measured)).toBeLessThan(60);
}, 480_000);

function populate(): readonly Person[] {
  const { slack } = replicas;
  const members = Array.from({ length: PEOPLE }, (_, place) => `UOPS${place}`);
  for (const [place, id] of members.entries()) {
    slack.addPerson({ id, name: `ops-${place}`, email: `ops-${place}@example.com` });
    replicas.orders.addPerson({ userId: `ops-${place}@example.com`, roles: ['ops_engineer'] });
  }
  for (let place = 0; place < CHANNELS; place += 1) {
    slack.addChannel({ id: `CFLOOR${place}`, name: `floor-${place}`, members });
  }
  for (const id of orders) replicas.orders.addOrder({ id });
  return members.map((_, place) => slack.person(`ops-${place}`));
}

/** Each does one order after the other, all of them at once. */
async function eachByOne(
  people: readonly Person[],
  does: (person: Person, orderId: string) => Promise<void>,
): Promise<void> {
  const left = [...orders];
  await Promise.all(
    people.map(async (person) => {
      for (let next = left.shift(); next; next = left.shift()) await does(person, next);
    }),
  );
}

/** A busy machine keeps people waiting now and then: whoever is told so asks again. */
async function requests(person: Person, orderId: string): Promise<void> {
  const channel = channelOf(orderId);
  while ((await replicas.stateOf(orderId)) === undefined) {
    await person.types(channel, `/cancel-order ${orderId}`);
    const modal = await person.modal((shown, text) => shown.has(orderId) && READ.test(text));
    if (modal.view.submit) await person.submits(modal);
    for (let look = 0; look < 20 && !(await replicas.stateOf(orderId)); look += 1) await pause(250);
  }
}

/** The look is over, one way or the other. */
const READ = /Reason|Look again|live_run/;

/** Whoever presses while a replica dies presses again, as a person does. */
async function confirms(person: Person, orderId: string): Promise<void> {
  const state = async () => (await replicas.stateOf(orderId)) !== 'awaiting_confirmation';
  while (!(await state())) {
    const card = replicas.cardNow(orderId, channelOf(orderId));
    if (!card) throw new Error(`${orderId} has no card`);
    await person.presses(card, 'Confirm').catch((error: unknown) => {
      // The button went while the person's hand was on it.
      if (!(error instanceof NotPossible)) throw error;
    });
    for (let look = 0; look < 20 && !(await state()); look += 1) await pause(250);
  }
}

/** Kills them in turn; each stays down until its runs were seen to move elsewhere. One is left alone. */
async function killEverySoOften(signal: AbortSignal): Promise<readonly number[]> {
  const takeovers: number[] = [];
  const down = new Set<string>();
  const raising: Promise<void>[] = [];
  for (let turn = 0; !signal.aborted; turn += 1) {
    await pause(KILL_EVERY);
    const name = NAMES[turn % NAMES.length] ?? '';
    if (down.size === NAMES.length - 1 || down.has(name)) continue;
    down.add(name);
    const raised = killAndSee(name, signal).then((took) => {
      down.delete(name);
      if (took !== undefined) takeovers.push(took);
    });
    raising.push(raised);
  }
  await Promise.all(raising);
  return takeovers;
}

/** ms from the kill to the first move of a run that the dead one held; undefined: it held none. */
async function killAndSee(name: string, signal: AbortSignal): Promise<number | undefined> {
  await replicas.kill(name);
  const killedAt = performance.now();
  const held = await replicas.cancellationsHeldBy(name);
  const before = await replicas.stepsOf(held);
  const isMoving = async () => (await replicas.stepsOf(held)) > before || signal.aborted;
  if (held.length > 0) await replicas.until(isMoving, `a move of what ${name} held`);
  const took = performance.now() - killedAt;
  if (signal.aborted) return undefined;
  await replicas.start(name);
  return held.length > 0 ? took : undefined;
}

async function states(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await replicas.pool.query<{ state: string; runs: string }>(
    'select state, count(*) as runs from opsguide.cancellations group by state',
  );
  return Object.fromEntries(rows.map(({ state, runs }) => [state, Number(runs)]));
}

async function allEnded(): Promise<boolean> {
  const { cancelled = 0, troubled = 0 } = await states();
  return cancelled + troubled === RUNS;
}
