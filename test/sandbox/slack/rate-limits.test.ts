import { describe, expect, it } from 'vitest';
import { client, FLOOR, localSlack, stoppedClock } from './apps.js';

describe('rate limits', () => {
  it('take a burst of posts and then one a second, each channel for itself', async () => {
    const clock = stoppedClock();
    const slack = await localSlack({ clock: clock.now, rateLimits: { postBurst: 2 } });
    slack.addChannel({ id: 'COTHER', name: 'other' });
    const post = (channel = FLOOR) => client(slack).chat.postMessage({ channel, text: 'hello' });
    await post();
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    await post('COTHER');
    clock.pass(999);
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    clock.pass(1);
    await post();
    expect(slack.messages(FLOOR)).toHaveLength(3);
    expect(slack.calls('chat.postMessage').map(({ status }) => status)).toEqual([
      200, 200, 429, 200, 429, 200,
    ]);
  });

  it('take 50 edits a minute in a channel', async () => {
    const clock = stoppedClock();
    const slack = await localSlack({ clock: clock.now, rateLimits: { updateBurst: 1 } });
    const { chat } = client(slack);
    const { ts = '' } = await chat.postMessage({ channel: FLOOR, text: 'hello' });
    const edit = () => chat.update({ channel: FLOOR, ts, text: 'hello' });
    await edit();
    await expect(edit()).rejects.toMatchObject({ retryAfter: 2 });
    clock.pass(1200);
    await edit();
  });

  it('take 100 Home tabs a minute, whoever they are for', async () => {
    const clock = stoppedClock();
    const slack = await localSlack({ clock: clock.now, rateLimits: { publishBurst: 1 } });
    const publish = (user_id: string) =>
      client(slack).views.publish({ user_id, view: { type: 'home', blocks: [] } });
    await publish('UALICE');
    await expect(publish('UBOB')).rejects.toMatchObject({ retryAfter: 1 });
    clock.pass(600);
    await publish('UBOB');
  });
});
