import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from './world.js';

/** «Show» at a run in one of the lists. */
const spot = (list: string, runId: string) => ({
  blockId: `${list}:${runId}`,
  actionId: 'show_run',
});

describe.each(['socket', 'http'] as const)('App Home over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ transport, processingMs: 300 });
  });
  afterAll(() => world?.close());

  it('tells Slack its challenge, where Slack asks the request URL for it', async () => {
    if (transport === 'http') expect(await world.slack.verifiesRequestUrl()).toBe(true);
    else expect(world.slack.openSockets).toBe(2);
  });

  it('shows to each what they may read, and follows a run to its end', async () => {
    const { alice, bob, eve, carol, slack } = world;
    slack.changePerson('carol', { isRestricted: true });
    for (const person of [alice, bob, eve, carol]) {
      expect(await person.opensHome()).toMatchObject({ acked: true });
    }
    await alice.home('Rollback windows');
    await bob.home('Waiting for my confirm');
    await eve.home('not_entitled');
    await carol.home('guest');

    const card = await world.requests(alice, 'ORD-1001');
    await alice.home('ORD-1001: Waiting for confirmation');
    const waiting = await bob.home('Waiting for my confirm (1)');
    await bob.presses(card, 'Confirm');
    await alice.home('ORD-1001: The order is cancelled');
    const ended = await bob.home('Rollback windows (1)');
    expect(ended.text()).not.toContain('Waiting for my confirm (1)');
    expect(waiting.view.hash).not.toBe(ended.view.hash);

    expect((await eve.home()).text()).not.toContain('ORD-1001');
    expect((await carol.home()).text()).not.toContain('ORD-1001');
    expect(slack.calls('views.publish').every(({ status }) => status === 200)).toBe(true);
  });

  it('leads from a line to the run, its card and its live buttons', async () => {
    const { alice, bob } = world;
    await world.requests(alice, 'ORD-1013');
    const home = await bob.home('ORD-1013: Waiting for confirmation');
    const line = home.view.blocks.find(
      (block) =>
        block.block_id.startsWith('waiting:') && JSON.stringify(block).includes('ORD-1013'),
    );
    const [, runId = ''] = line?.block_id.split(':') ?? [];
    await bob.presses(home, spot('waiting', runId));
    const modal = await bob.modal('See the card');
    await bob.presses(modal, 'Confirm');
    await bob.modal('Confirmed: the cancellation runs');
    await alice.home('ORD-1013: The order is cancelled');
  });

  it('asks for an order from there, and goes on in a direct message', async () => {
    const { alice } = world;
    await alice.presses(await alice.home(), 'Request a cancellation');
    await alice.submits(await alice.modal('Which order?'), { order: 'ORD-1014' });
    await alice.submits(await alice.modal((shown) => shown.has('ORD-1014') && shown.has('Reason')));
    await world.card('ORD-1014', alice.directMessage, 'Waiting for confirmation');
    await alice.home('ORD-1014: Waiting for confirmation');
  });

  // Once is enough: a start costs seconds.
  it.runIf(transport === 'socket')('is followed after a restart', async () => {
    const { alice } = world;
    await world.restart();
    await alice.presses(await world.card('ORD-1014', alice.directMessage), 'Discard');
    await alice.home('ORD-1014: Discarded');
  });
});
