import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { press } from '../../../src/sandbox/page/acts/elements.js';
import { client, FLOOR, localSlack, socketApp } from '../slack/apps.js';

const ELEMENT = { blockId: 'decide', actionId: 'confirm' };

const card = (value: string): KnownBlock[] => [
  {
    type: 'actions',
    block_id: ELEMENT.blockId,
    elements: [
      {
        type: 'button',
        action_id: ELEMENT.actionId,
        text: { type: 'plain_text', text: 'Confirm' },
        value,
      },
    ],
  },
];

describe('a press on the page', () => {
  it('is one on the drawing that was on the screen, however old', async () => {
    const slack = await localSlack();
    const pressed: string[] = [];
    await socketApp(slack, (app) => {
      app.action(ELEMENT.actionId, async ({ ack, action }) => {
        if (action.type === 'button') pressed.push(action.value ?? '');
        await ack();
      });
    });
    const { chat } = client(slack);
    const alice = slack.person('alice');
    const { ts = '' } = await chat.postMessage({ channel: FLOOR, text: 'card', blocks: card('1') });
    await chat.update({ channel: FLOOR, ts, text: 'card', blocks: card('2') });
    const present = slack.message(FLOOR, ts)?.editedTs ?? '';
    const on = (drawing: string) => ({ channel: FLOOR, ts, drawing });

    await press(alice, { do: 'press', on: on(ts), ...ELEMENT }, slack);
    await press(alice, { do: 'press', on: on(present), ...ELEMENT }, slack);
    expect(pressed).toStrictEqual(['1', '2']);
    const never = () => press(alice, { do: 'press', on: on('1.000000'), ...ELEMENT }, slack);
    expect(never).toThrow('This message is gone.');
  });

  it('reaches nothing that the person does not see', async () => {
    const slack = await localSlack();
    slack.addChannel({ id: 'CHIDDEN', name: 'hidden', private: true, botIsMember: true });
    const { chat } = client(slack);
    const blocks = card('1');
    const { ts = '' } = await chat.postMessage({ channel: 'CHIDDEN', text: 'card', blocks });
    const on = { channel: 'CHIDDEN', ts, drawing: ts };
    const alice = slack.person('alice');
    expect(() => press(alice, { do: 'press', on, ...ELEMENT }, slack)).toThrow('gone');
    const view = { view: 'VNONE' };
    expect(() => press(alice, { do: 'press', on: view, ...ELEMENT }, slack)).toThrow('closed');
  });
});
