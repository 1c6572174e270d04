import { describe, expect, it } from 'vitest';
import type { Modal, Person } from '../../src/sandbox/slack/index.js';
import { AT_ONCE, answers, nextPosts, played } from '../cancellations/execution.js';
import { BOB, ORDER, useDatabase } from '../cancellations/world.js';
import { FLOOR } from '../sandbox/slack/apps.js';
import { openDesk } from './desk.js';
import { alsoTroubled } from './storm.js';

useDatabase();

/** A run in trouble that #order-ops is called for: its key is spent. */
async function troubled() {
  const { world, run } = await played({ faults: [nextPosts(1, answers(422))] });
  return { world, run, ...(await openDesk(world)) };
}

const form = (person: Person): Promise<Modal> =>
  person.modal((shown) => shown.view.submit !== undefined);

describe('«Retry» and «Check again» in trouble', () => {
  it('go on, and a second press is told by whom it was', async () => {
    const { world, run, cardOf, bob, carol } = await troubled();
    const card = await cardOf(run);
    await bob.presses(card, 'Retry');
    await bob.message(FLOOR, 'It goes on');
    await world.launcher.run();
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'cancelled' });
    await carol.pressesOld(card, 'Retry');
    await carol.message(FLOOR, /not_in_trouble/);
    await carol.message(FLOOR, /Decided by @bob/);
  });

  it('show what changed where the order did, to be confirmed anew from that answer', async () => {
    const { world, run, cardOf, bob } = await troubled();
    world.service.change(ORDER, { billingRecords: 7 });
    await bob.presses(await cardOf(run), 'Retry');
    const changed = await bob.message(FLOOR, 'order_changed');
    expect(world.posts()).toHaveLength(1);
    await bob.presses(changed, 'Retry');
    await bob.message(FLOOR, 'It goes on');
    await world.launcher.run();
    expect(world.service.effects(ORDER)).toHaveLength(1);
  });

  it('name the block that stands, and send nothing', async () => {
    const hold = nextPosts(1, answers(409));
    const { world, run } = await played({
      faults: [hold],
      before: ({ service }) => void service.change(ORDER, { billingHold: true }),
    });
    const { cardOf, alice, slack } = await openDesk(world);
    await alice.presses(await cardOf(run), 'Check again');
    const answer = await alice.message(FLOOR, ({ ephemeralTo }) => ephemeralTo === alice.id);
    expect(slack.asText(answer)).toContain('billing_hold');
    expect(world.posts()).toHaveLength(1);
  });

  it('are refused to somebody without the role', async () => {
    const { world, run, cardOf, eve } = await troubled();
    await eve.presses(await cardOf(run), 'Retry');
    await eve.message(FLOOR, 'not_entitled');
    expect(world.posts()).toHaveLength(1);
  });
});

describe('«Resolved by hand»', () => {
  it('shows the form again, with what was written, where the order service says otherwise', async () => {
    const { world, run, cardOf, bob } = await troubled();
    await bob.presses(await cardOf(run), 'Resolved by hand');
    await bob.submits(await form(bob), { truth: 'cancelled', note: 'I am sure of it' });
    const refused = await bob.modal('says_otherwise');
    expect(refused.text()).toContain('pending');
    expect(JSON.stringify(refused.view.blocks)).toContain('I am sure of it');
    await bob.submits(refused, { truth: 'not_cancelled' });
    await bob.modal('Resolved by hand: nothing more is sent');
    expect(await world.runNow(run.runId)).toMatchObject({
      ...{ state: 'resolved', resolution: { note: 'I am sure of it', by: BOB.slackId } },
    });
    expect(bob.troubles).toStrictEqual([]);
  });

  it('keeps the form open without a note', async () => {
    const { run, cardOf, bob } = await troubled();
    await bob.presses(await cardOf(run), 'Resolved by hand');
    const answer = await bob.submits(await form(bob), { truth: 'not_cancelled', note: '  ' });
    expect(answer).toMatchObject({ action: 'errors', errors: { note: /invalid_input/ } });
  });

  it('is refused in the modal: without the role, and where nothing is in trouble', async () => {
    const { world, run, cardOf, bob, eve } = await troubled();
    const card = await cardOf(run);
    await eve.presses(card, 'Resolved by hand');
    await eve.modal('not_entitled');
    await bob.presses(card, 'Retry');
    await bob.message(FLOOR, 'It goes on');
    await world.launcher.run();
    await bob.pressesOld(card, 'Resolved by hand');
    await bob.modal('not_in_trouble');
  });
});

describe('An escalation of several runs', () => {
  /** Two runs of one code, whatever the order. */
  async function storm() {
    const { world, run, ...desk } = await troubled();
    const other = await alsoTroubled(world, 'ORD-2002');
    return { world, run, other, ...desk, ...(await desk.escalation()) };
  }

  it('is retried for the one that was picked, and there is no retry-all', async () => {
    const { world, run, other, message, bob } = await storm();
    await bob.presses(message, 'Retry');
    await bob.submits(await form(bob), { pick: 'ORD-2002' });
    await bob.modal('It goes on');
    await world.launcher.run();
    expect(await world.runNow(other.runId)).toMatchObject({ state: 'cancelled' });
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'troubled' });
  });

  it('is resolved by hand for the one that was picked, in the same modal', async () => {
    const { world, run, other, message, bob } = await storm();
    await bob.presses(message, 'Resolved by hand');
    await bob.submits(await form(bob), { pick: 'ORD-2002' });
    const asked = await bob.modal((shown) => shown.has('ORD-2002') && shown.has('What is true'));
    await bob.submits(asked, { truth: 'not_cancelled', note: 'Looked at it' });
    await bob.modal('nothing more is sent');
    expect(await world.runNow(other.runId)).toMatchObject({ state: 'resolved' });
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'troubled' });
  });

  it('is acknowledged by any full member, for the lines shown; a second press is answered', async () => {
    const { world, id, message, eve, carol } = await storm();
    await eve.presses(message, 'Acknowledge');
    await eve.message(FLOOR, 'Acknowledged (2 orders)');
    const entries = (await world.parts.escalations.find(id))?.entries ?? [];
    expect(entries.map(({ acknowledged }) => acknowledged?.by)).toStrictEqual([eve.id, eve.id]);
    await carol.pressesOld(message, 'Acknowledge');
    await carol.message(FLOOR, 'Acknowledged by @eve');
  });

  it('is acknowledged by no guest', async () => {
    const { world, id, message, slack, eve } = await storm();
    slack.changePerson('eve', { isRestricted: true });
    await eve.presses(message, 'Acknowledge');
    await eve.message(FLOOR, 'guest');
    const entries = (await world.parts.escalations.find(id))?.entries ?? [];
    expect(entries.flatMap(({ acknowledged }) => acknowledged ?? [])).toStrictEqual([]);
  });
});

describe('«Roll back» and the ticket', () => {
  async function cancelled() {
    const { world, run } = await played({ timings: AT_ONCE });
    return { world, run, ...(await openDesk(world)) };
  }

  it('asks once more, and rolls back at the submit', async () => {
    const { world, run, cardOf, bob } = await cancelled();
    await bob.presses(await cardOf(run), 'Roll back');
    await bob.submits(await form(bob));
    await bob.modal('The rollback has started');
    await world.launcher.run();
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'rolled_back' });
  });

  it('says why the order is not allowed back, and offers the ticket there', async () => {
    const { world, run, cardOf, bob } = await cancelled();
    world.service.change(ORDER, { notReinstatableBecause: 'The stock was given away' });
    await bob.presses(await cardOf(run), 'Roll back');
    await bob.submits(await form(bob));
    const refused = await bob.modal('The stock was given away');
    await bob.presses(refused, 'CASE-REINSTATE');
    await bob.modal(/CASE-REINSTATE ticket .* is on its way/);
    expect(await world.runNow(run.runId)).toMatchObject({ effect: { ticket: { by: BOB } } });
  });

  it('offers the ticket where the window closed before the press, and before the submit', async () => {
    const { world, run, cardOf, bob, carol } = await cancelled();
    const card = await cardOf(run);
    await bob.presses(card, 'Roll back');
    const asked = await form(bob);
    await world.clock.advance(3 * 60 * 60_000);
    await bob.submits(asked);
    expect((await bob.modal('window_closed')).text()).toContain('[ Open CASE-REINSTATE ticket');
    await carol.presses(card, 'Roll back');
    await carol.presses(await carol.modal('window_closed'), 'CASE-REINSTATE');
    await carol.modal('is on its way');
    await bob.presses(await bob.modal('window_closed'), 'CASE-REINSTATE');
    await bob.modal('There is a CASE-REINSTATE ticket already');
  });

  it('tells who pressed too late by whom it was decided', async () => {
    const { world, run, cardOf, bob, carol } = await cancelled();
    const card = await cardOf(run);
    await bob.presses(card, 'Roll back');
    await bob.submits(await form(bob));
    await bob.modal('has started');
    await world.launcher.run();
    await carol.presses(card, 'Roll back');
    expect((await carol.modal('decided')).text()).toContain('Decided by @bob');
  });

  it('is answered beside the message where Slack opens no modal', async () => {
    const { run, cardOf, bob, slack } = await cancelled();
    slack.faults.webApi('views.open', { error: 'expired_trigger_id' });
    await bob.presses(await cardOf(run), 'Roll back');
    await bob.message(FLOOR, 'slack_unavailable');
  });
});
