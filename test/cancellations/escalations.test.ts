import { describe, expect, it } from 'vitest';
import { look } from '../../src/cancellations/request/look.js';
import { askRollback } from '../../src/cancellations/rollback/ask-rollback.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import { resolveByHand } from '../../src/cancellations/trouble/resolve-by-hand.js';
import { POLICY } from '../runbook/orders.js';
import { AT_ONCE, answers, nextPosts, played, type Story } from './execution.js';
import { ALICE, BOB, CAROL, ORDER, press, useDatabase, type World } from './world.js';

useDatabase();

const REFUSED: Story = { faults: [nextPosts(1, answers(422))] };
const WAIT = POLICY.escalationAckTimeout;
const HOUR = 60 * 60_000;

/** A run of level 3, and its escalation as it stands whenever it is asked for. */
async function escalated(story: Story = REFUSED) {
  const told = await played(story);
  const { world } = told;
  const [shown] = messages(world);
  if (!shown) throw new Error('Nothing was escalated');
  const escalationId = shown.runId;
  const now = async () => {
    const found = await world.parts.escalations.find(escalationId);
    if (!found) throw new Error('There is no such escalation');
    return found;
  };
  const acknowledge = (by: string, upTo = 1) =>
    world.parts.escalations.acknowledge({ escalationId, upTo, by });
  return { ...told, escalationId, now, acknowledge };
}

/** The first drawing of each message in #order-ops. */
function messages(world: World) {
  const posts = world.shown.all.filter(({ kind }) => kind === 'escalation');
  return posts.filter(
    ({ runId }, place) => posts.findIndex((one) => one.runId === runId) === place,
  );
}

function notes(world: World): number {
  return world.shown.all.filter(({ kind }) => kind === 'escalation_note').length;
}

async function pass(world: World, ms: number): Promise<void> {
  await world.clock.advance(ms);
  await world.launcher.run();
}

describe('Level 3: #order-ops is called', () => {
  it('once for each trouble, with its run, its order and its requester', async () => {
    const { world, run, now } = await escalated();
    expect(messages(world)).toHaveLength(1);
    expect(await now()).toMatchObject({
      ...{ code: 'rejected_request', isOpen: true, asked: 0 },
      entries: [{ place: 1, runId: run.runId, orderId: ORDER, requester: ALICE.slackId }],
    });
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({ event: 'escalated' });
  });

  it.each<[string, Story]>([
    ['level 2', { before: ({ service }) => service.change(ORDER, { billingHold: true }) }],
    ['what is refused for good', { faults: [nextPosts(1, answers(403))] }],
  ])('and not for %s', async (_, story) => {
    const { world } = await played(story);
    expect(messages(world)).toStrictEqual([]);
  });

  it('and not twice where the process dies between the move and the telling', async () => {
    const { world } = await escalated();
    await world.wake();
    await world.launcher.run();
    expect(messages(world)).toHaveLength(1);
  });
});

describe('An escalation that nobody acknowledges', () => {
  it('is asked again after ESCALATION_ACK_TIMEOUT, three times at the most, and then says so', async () => {
    const { world, now } = await escalated();
    for (const time of [1, 2, 3]) {
      await pass(world, WAIT - 1);
      expect(notes(world)).toBe(time - 1);
      await pass(world, 1);
      expect(notes(world)).toBe(time);
    }
    await pass(world, WAIT);
    expect(await now()).toMatchObject({ asked: 4, isOpen: true });
    await pass(world, 24 * HOUR);
    expect(notes(world)).toBe(3);
  });

  it('is asked once after the bot was away for an hour, not for each time it missed', async () => {
    const { world } = await escalated();
    await pass(world, HOUR);
    await world.wake();
    await world.launcher.run();
    expect(notes(world)).toBe(1);
  });

  it('asks no more once it is over', async () => {
    const { world, run } = await escalated();
    const said = { truth: 'not_cancelled', note: 'seen' } as const;
    await resolveByHand(world.parts, press(run, BOB), said);
    await pass(world, HOUR);
    expect(notes(world)).toBe(0);
    expect(await world.parts.escalations.waking()).toStrictEqual([]);
  });
});

describe('Acknowledge', () => {
  it('ends the asking, says who and when, and is answered the second time', async () => {
    const { world, acknowledge, now } = await escalated();
    expect(await acknowledge(CAROL.slackId)).toMatchObject({ kind: 'acknowledged', count: 1 });
    expect(await acknowledge(BOB.slackId)).toMatchObject({ kind: 'acknowledged', count: 0 });
    await pass(world, 3 * WAIT);
    expect(notes(world)).toBe(0);
    expect((await now()).entries).toMatchObject([{ acknowledged: { by: CAROL.slackId } }]);
  });

  it('is followed by one reminder where it is still open an hour later', async () => {
    const { world, acknowledge } = await escalated();
    await acknowledge(CAROL.slackId);
    await pass(world, HOUR - 1);
    expect(notes(world)).toBe(0);
    await pass(world, 1);
    expect(notes(world)).toBe(1);
    await pass(world, 24 * HOUR);
    expect(notes(world)).toBe(1);
  });

  it('of a message that there is not is answered', async () => {
    const { world } = await escalated();
    const press = { escalationId: crypto.randomUUID(), upTo: 1, by: BOB.slackId };
    expect(await world.parts.escalations.acknowledge(press)).toStrictEqual({
      kind: 'no_such_escalation',
    });
  });
});

describe('An escalation is over', () => {
  const closedAs = (how: string, by?: string) => ({
    ...{ isOpen: false, entries: [{ closed: { how, ...(by && { by }) } }] },
  });

  it('by Retry, and says by whom', async () => {
    const { world, run, now } = await escalated();
    await goOn(world.parts, press(run, CAROL));
    await world.launcher.run();
    expect(await now()).toMatchObject(closedAs('retried', CAROL.slackId));
  });

  it('by hand', async () => {
    const { world, run, now } = await escalated();
    await resolveByHand(world.parts, press(run, BOB), { truth: 'not_cancelled', note: 'seen' });
    expect(await now()).toMatchObject(closedAs('resolved_by_hand', BOB.slackId));
  });

  it('by itself, where it completed late', async () => {
    const timings = { ...AT_ONCE, processingMs: Number.POSITIVE_INFINITY };
    const { world, run, now } = await escalated({ timings });
    world.service.settle(ORDER);
    await pass(world, 5 * 60_000);
    expect((await world.runNow(run.runId)).state).toBe('cancelled');
    expect(await now()).toMatchObject(closedAs('by_itself'));
  });

  it('by a rollback, which ends the post-checks that it was about', async () => {
    const { world, run, now } = await escalated({
      order: { billingStays: 'active' },
      timings: { ...AT_ONCE, reinstateMs: 0 },
    });
    await askRollback(world.parts, press(run, BOB));
    expect(await now()).toMatchObject({ isOpen: true });
    await world.launcher.run();
    expect(await now()).toMatchObject(closedAs('rolled_back'));
  });

  it('stays open where the rollback came to nothing, for its trouble stands again', async () => {
    const { world, run, now } = await escalated({ order: { billingStays: 'active' } });
    await askRollback(world.parts, press(run, BOB));
    world.service.faults.add({ on: 'reinstate', times: 1, fault: answers(403) });
    await world.launcher.run();
    expect(await world.runNow(run.runId)).toMatchObject({ trouble: { code: 'unverified' } });
    expect(await now()).toMatchObject({ isOpen: true, entries: [{ place: 1 }] });
  });

  it('and a trouble that comes again is a line of its own, which asks anew', async () => {
    const { world, run, now, acknowledge } = await escalated();
    await acknowledge(CAROL.slackId);
    world.service.faults.add(nextPosts(1, answers(422)));
    await goOn(world.parts, press(run, CAROL));
    await world.launcher.run();
    const again = await world.runNow(run.runId);
    expect(again).toMatchObject({ state: 'troubled', trouble: { number: 2 } });
    expect((await now()).isOpen).toBe(false);
    expect(messages(world)).toHaveLength(2);
    await pass(world, WAIT);
    expect(notes(world)).toBe(1);
  });
});

describe('A storm', () => {
  /** As many runs in the same trouble, each of an order of its own. */
  async function storm(world: World, run: Cancellation, runs: number) {
    for (let place = 1; place < runs; place += 1) {
      const id = { runId: crypto.randomUUID(), orderId: `ORD-S${place}` };
      const fresh = { ...run, ...id, state: 'awaiting_confirmation' as const, expiresAt: 0 };
      await world.records.request(() => ({ run: fresh, audit: [], cardTo: 'C0SHOP' }));
      await world.records.move(id.runId, () => ({ run: { ...run, ...id }, audit: [] }));
    }
    await world.launcher.run();
  }

  it('of 200 runs is five messages of 40 lines, and no run is missing', async () => {
    const { world, run } = await escalated();
    await storm(world, run, 200);
    const told = messages(world);
    expect(told).toHaveLength(5);
    const all = await Promise.all(told.map(({ runId }) => world.parts.escalations.find(runId)));
    const lines = all.flatMap((one) => one?.entries ?? []);
    expect(all.map((one) => one?.entries.length)).toStrictEqual([40, 40, 40, 40, 40]);
    expect(new Set(lines.map(({ orderId }) => orderId)).size).toBe(200);
  });

  it('Acknowledge covers the runs listed at that moment; later ones ask anew', async () => {
    const { world, run, acknowledge, now } = await escalated();
    await storm(world, run, 3);
    expect(await acknowledge(CAROL.slackId, 2)).toMatchObject({ count: 2 });
    const heard = (await now()).entries.map(({ acknowledged }) => acknowledged?.by);
    expect(heard).toStrictEqual([CAROL.slackId, CAROL.slackId, undefined]);
    await pass(world, WAIT);
    expect(notes(world)).toBe(1);
  });

  it('Retry acts on one run, and the others stay as they are', async () => {
    const { world, run, now } = await escalated();
    await storm(world, run, 3);
    await goOn(world.parts, press(run, BOB));
    await world.launcher.run();
    const open = (await now()).entries.filter(({ closed }) => !closed);
    expect(open.map(({ orderId }) => orderId)).toStrictEqual(['ORD-S1', 'ORD-S2']);
    expect(await now()).toMatchObject({ isOpen: true });
  });
});

describe('A look that meets a 401', () => {
  it('pages once while it is open, and is over when the order service takes the bot again', async () => {
    const { world } = await played({});
    world.service.addOrder({ id: 'ORD-9' });
    const dark = world.service.faults.add({ on: 'any', fault: answers(401) });
    await world.ask(BOB);
    await world.ask(CAROL);
    await world.launcher.run();
    const [message, ...others] = messages(world);
    expect(others).toStrictEqual([]);
    const find = () => world.parts.escalations.find(message?.runId ?? '');
    expect(await find()).toMatchObject({
      ...{ code: 'bad_service_token', isOpen: true, entries: [{ requester: BOB.slackId }] },
    });
    dark.clear();
    await world.ask(CAROL);
    expect(await find()).toMatchObject({
      ...{ isOpen: false, entries: [{ closed: { how: 'by_itself' } }] },
    });
  });

  it.each(['openForLook', 'closeForLook'] as const)(
    'is no reason to fail for a later one: %s fails',
    async (what) => {
      const { world } = await played({});
      world.service.addOrder({ id: 'ORD-9' });
      const dark = world.service.faults.add({ on: 'any', fault: answers(401) });
      await world.ask(BOB);
      dark.clear();
      let asked = 0;
      const broken = async () => {
        asked += 1;
        throw new Error('The database is away');
      };
      const escalations = { ...world.parts.escalations, [what]: broken };
      const looked = await look({ ...world.parts, escalations }, 'ORD-9', CAROL);
      expect(looked.kind).toBe('clear');
      expect(asked).toBe(1);
    },
  );

  it('is the only thing of a look that pages anybody', async () => {
    const { world } = await played({});
    world.service.faults.add({ on: 'any', fault: answers(500) });
    await world.ask(BOB);
    await world.launcher.run();
    expect(messages(world)).toStrictEqual([]);
  });
});
