import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { type LocalSlack, NotPossible } from '../../../src/sandbox/slack/index.js';
import { client, FLOOR, localSlack, socketApp, stoppedClock } from './apps.js';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const card = (value: string, label = 'Confirm cancellation'): KnownBlock[] => [
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      {
        type: 'button',
        action_id: 'confirm',
        text: text(label),
        value,
        style: 'danger',
        confirm: {
          title: text('Sure?'),
          text: text('It ends.'),
          confirm: text('Yes'),
          deny: text('No'),
        },
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: text('Explain'), value: 'explain' }],
      },
    ],
  },
];

/** Posts a card, and an app that notes what was pressed and answers through `respond`. */
async function withCard(slack: LocalSlack, register: (app: App) => void) {
  await socketApp(slack, register);
  const post = await client(slack).chat.postMessage({
    channel: FLOOR,
    text: 'card',
    blocks: card('1'),
  });
  const message = slack.message(FLOOR, post.ts ?? '');
  if (!message) throw new Error('the card was not posted');
  return message;
}

describe('pressing a button', () => {
  it('carries what Slack carries', async () => {
    const slack = await localSlack();
    slack.addPerson({ id: 'USTRANGER', name: 'mallory', teamId: 'TOTHER' });
    slack.changeChannel(FLOOR, { extShared: true });
    let body: unknown;
    const message = await withCard(slack, (app) => {
      app.action('confirm', async ({ ack, body: received }) => {
        body = received;
        await ack();
      });
    });
    const press = await slack.person('mallory').presses(message, 'Confirm');
    expect(press.acked).toBe(true);
    expect(body).toMatchObject({
      type: 'block_actions',
      user: { id: 'USTRANGER', username: 'mallory', team_id: 'TOTHER' },
      team: { id: slack.teamId },
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: FLOOR,
        is_ephemeral: false,
      },
      channel: { id: FLOOR, name: 'shop-floor' },
      message: { ts: message.ts, user: slack.botUserId, blocks: [{ block_id: 'decide' }] },
      actions: [{ action_id: 'confirm', block_id: 'decide', type: 'button', value: '1' }],
    });
  });

  it('finds it on the present drawing, and fails clearly where it is not', async () => {
    const slack = await localSlack();
    const message = await withCard(slack, () => {});
    await client(slack).chat.update({
      channel: FLOOR,
      ts: message.ts,
      text: 'card',
      blocks: card('2', 'Roll back'),
    });
    const alice = slack.person('alice');
    await expect(alice.presses(message, 'Confirm')).rejects.toThrow(
      /no button «Confirm»[\s\S]*Roll back/,
    );
    slack.deleteMessage(FLOOR, message.ts);
    await expect(alice.presses(message, 'Roll back')).rejects.toThrow(NotPossible);
  });

  it('can come from an older drawing, many times at once, or stop at the dialog', async () => {
    const slack = await localSlack();
    const pressed: string[] = [];
    const message = await withCard(slack, (app) => {
      app.action({ action_id: 'confirm', type: 'block_actions' }, async ({ ack, action }) => {
        if (action.type === 'button') pressed.push(action.value ?? '');
        await ack();
      });
    });
    await client(slack).chat.update({
      channel: FLOOR,
      ts: message.ts,
      text: 'card',
      blocks: card('2'),
    });
    const alice = slack.person('alice');
    await alice.presses(message, 'Confirm', { dialog: 'dismiss' });
    expect(pressed).toEqual([]);
    await alice.pressesOld(message, 'Confirm');
    await alice.presses(message, 'Confirm');
    expect(pressed).toEqual(['1', '2']);
    const results = await alice.pressesAtOnce(message, 'Confirm', 50);
    expect(results.every(({ acked }) => acked)).toBe(true);
    expect(pressed).toHaveLength(52);
  });

  it('goes by its ids too, where two carry the same label', async () => {
    const slack = await localSlack();
    const pressed: string[] = [];
    await socketApp(slack, (app) => {
      app.action('again', async ({ ack, action }) => {
        if (action.type === 'button') pressed.push(action.value ?? '');
        await ack();
      });
    });
    const again = (value: string): KnownBlock => ({
      type: 'actions',
      block_id: value,
      elements: [{ type: 'button', action_id: 'again', text: text('Again'), value }],
    });
    const blocks = [again('one'), again('two')];
    await client(slack).chat.postMessage({ channel: FLOOR, text: 'twice', blocks });
    const alice = slack.person('alice');
    const message = await alice.message(FLOOR, 'twice');
    await expect(alice.presses(message, 'Again')).rejects.toThrow(NotPossible);
    await alice.presses(message, { blockId: 'two', actionId: 'again' });
    await alice.pressesOld(message, { blockId: 'one', actionId: 'again' });
    expect(pressed).toStrictEqual(['two', 'one']);
    const nowhere = { blockId: 'three', actionId: 'again' };
    await expect(alice.presses(message, nowhere)).rejects.toThrow(/no button again/);
  });

  it('is not for people who are not in the channel', async () => {
    const slack = await localSlack();
    const message = await withCard(slack, () => {});
    slack.changeChannel(FLOOR, { members: ['UBOB'] });
    await expect(slack.person('alice').presses(message, 'Confirm')).rejects.toThrow(NotPossible);
    expect(slack.person('alice').messages(FLOOR)).toEqual([]);
  });

  it('a menu’s option is chosen', async () => {
    const slack = await localSlack();
    const message = await withCard(slack, (app) => {
      app.action('more', async ({ ack }) => ack());
    });
    const { payload } = await slack.person('alice').chooses(message, 'Explain');
    expect(payload).toMatchObject({ actions: [{ selected_option: { value: 'explain' } }] });
  });
});

describe('a response_url', () => {
  const pressed = async (options = {}) => {
    const slack = await localSlack({ ...options });
    const message = await withCard(slack, (app) => {
      app.action('confirm', async ({ ack }) => ack());
    });
    const { payload } = await slack.person('alice').presses(message, 'Confirm');
    const respond = (body: object) =>
      fetch(String(payload.response_url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    return { slack, message, respond };
  };

  it('takes five answers, and no sixth', async () => {
    const { slack, respond } = await pressed();
    for (const count of [1, 2, 3, 4, 5]) {
      expect((await respond({ text: `answer ${count}` })).status).toBe(200);
    }
    const sixth = await respond({ text: 'answer 6' });
    expect(sixth.status).toBe(404);
    expect(await sixth.json()).toMatchObject({ error: 'used_url' });
    expect(slack.person('alice').messages(FLOOR)).toHaveLength(6);
    expect(slack.person('bob').messages(FLOOR)).toHaveLength(1);
  });

  it('is good for 30 minutes', async () => {
    const clock = stoppedClock();
    const { respond } = await pressed({ clock: clock.now });
    clock.pass(30 * 60_000);
    expect((await respond({ text: 'in time' })).status).toBe(200);
    clock.pass(1);
    expect((await respond({ text: 'late' })).status).toBe(404);
  });

  it('answers the whole channel, replaces the original and deletes it', async () => {
    const { slack, message, respond } = await pressed();
    await respond({ text: 'to all', response_type: 'in_channel' });
    expect(slack.person('bob').sees(FLOOR)).toContain('to all');
    await respond({ text: 'decided', replace_original: true });
    expect(slack.message(FLOOR, message.ts)).toMatchObject({ text: 'decided', blocks: [] });
    await respond({ delete_original: true });
    expect(slack.message(FLOOR, message.ts)).toBeUndefined();
  });

  it('refuses what a post would refuse, without counting it', async () => {
    const { respond } = await pressed();
    for (const _ of [1, 2, 3, 4, 5, 6]) expect((await respond({ text: '' })).status).toBe(400);
    expect((await respond({ text: 'fine', blocks: [{ type: 'banner' }] })).status).toBe(400);
    expect((await respond({ text: 'fine' })).status).toBe(200);
  });
});
