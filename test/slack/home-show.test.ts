import { describe, expect, it } from 'vitest';
import { drawDue } from '../../src/slack/home/follow-homes.js';
import { openHome } from '../../src/slack/home/open-home.js';
import { answers, nextPosts, played } from '../cancellations/execution.js';
import { ALICE, BOB, ORDER, useDatabase } from '../cancellations/world.js';
import { openDesk } from './desk.js';
import { opened, patiently, reads, spotOf } from './home-stage.js';

useDatabase();

describe('«Show» in App Home', () => {
  it('leads to the run with its live buttons, from which it can be confirmed', async () => {
    const { world, bob } = await opened();
    const run = await world.request(ALICE);
    await bob.opensHome();
    await bob.presses(await bob.home('Waiting for my confirm (1)'), spotOf('waiting', run.runId));
    await bob.presses(await bob.modal('Confirm cancellation'), 'Confirm');
    await bob.modal('Confirmed: the cancellation runs');
    expect(await world.runNow(run.runId)).toMatchObject({ state: 'executing' });
  });

  it('leads to the escalation with its live buttons', async () => {
    const { world } = await played({ faults: [nextPosts(1, answers(422))] });
    const { desk, bob } = await openDesk(world);
    await bob.opensHome();
    await bob.home('Open escalations (1)');
    const [escalation] = await desk.overview.escalations().some({ offset: 0, limit: 1 });
    const home = await bob.home();
    const blockId = `escalation:${escalation?.escalationId}`;
    await bob.presses(home, { blockId, actionId: 'show_escalation' });
    await bob.presses(await bob.modal('Acknowledge'), 'Acknowledge');
    await bob.modal('Acknowledged (1 order)');
  });

  it('shows to somebody without the role their own run by id and state, and no other', async () => {
    const { world, slack, desk, eve } = await opened();
    const run = await world.request(ALICE);
    await eve.opensHome();
    await eve.home('not_entitled');
    // A button that stood in a Home of before her role was taken.
    const value = JSON.stringify({ run: run.runId, digest: run.digest });
    const accessory = {
      ...{ type: 'button' as const, action_id: 'show_run', value },
      text: { type: 'plain_text' as const, text: 'Show' },
    };
    const blocks = [
      { type: 'section' as const, text: { type: 'plain_text' as const, text: 'old' }, accessory },
    ];
    await desk.publishHome(eve.id, { type: 'home', blocks });
    await eve.presses(await eve.home('old'), 'Show');
    const modal = await eve.modal('no_such_run');
    expect(modal.text()).not.toContain(ORDER);
    expect((await world.trail(run.runId)).at(-1)).toMatchObject({
      ...{ event: 'press_refused', actor: eve.id, data: { code: 'no_such_run' } },
    });
    expect(slack.calls('views.open')).toHaveLength(1);
  });

  it('says in the Home itself that Slack opened nothing', async () => {
    const { world, slack, desk, bob, aSecondLater } = await opened();
    const run = await world.request(ALICE);
    await bob.opensHome();
    const home = await bob.home('Waiting for my confirm (1)');
    slack.faults.webApi('views.open', { error: 'expired_trigger_id' }, { times: 1 });
    await aSecondLater();
    await bob.presses(home, spotOf('waiting', run.runId));
    await bob.home('slack_unavailable');
    await aSecondLater();
    await openHome(desk, BOB.slackId);
    const seen = async () => {
      await drawDue(desk);
      return reads(bob);
    };
    await patiently(seen).not.toContain('slack_unavailable');
  });
});
