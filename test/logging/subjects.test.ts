import { expect, it } from 'vitest';
import { subjectOf } from '../../src/cancellations/subject.js';
import { clickOf } from '../../src/slack/click-subject.js';

const ID = '11111111-1111-4111-8111-111111111111';

it.each<[string, string, object]>([
  ['cancelOrder', ID, { run: ID }],
  ['deliverPost', `${ID}:card`, { run: ID }],
  ['deliverPost', `${ID}:3:started`, { run: ID }],
  ['deliverPost', `${ID}:ticket:2`, { run: ID }],
  ['deliverPost', `${ID}:escalation`, { escalation: ID }],
  ['deliverPost', `${ID}:asked_again:1795`, { escalation: ID }],
  ['watchEscalation', ID, { escalation: ID }],
  ['deliverPost', 'no id', {}],
])('The workflow %s of %s concerns its run or its escalation', (workflow, first, subject) => {
  expect(subjectOf(workflow, [first])).toStrictEqual(subject);
});

const value = JSON.stringify({ run: ID, digest: 'd' });
const user = { id: 'U1' };

it.each<[string, unknown, object]>([
  ['command', { command: '/cancel-order', user_id: 'U1', text: 'x' }, { person: 'U1' }],
  [
    'press confirm',
    { user, actions: [{ action_id: 'confirm', value }] },
    { person: 'U1', run: ID },
  ],
  [
    'press acknowledge',
    {
      user,
      actions: [{ action_id: 'acknowledge', value: JSON.stringify({ escalation: ID, upTo: 1 }) }],
    },
    { person: 'U1', escalation: ID },
  ],
  [
    'press look_again',
    { user, actions: [{ action_id: 'look_again', value: 'ORD-1' }] },
    { person: 'U1', order: 'ORD-1' },
  ],
  [
    'submit request_cancellation',
    {
      user,
      view: {
        callback_id: 'request_cancellation',
        private_metadata: JSON.stringify({ orderId: 'ORD-2', channel: 'C1' }),
      },
    },
    { person: 'U1', order: 'ORD-2' },
  ],
  ['press', { user, actions: [{ action_id: 'somebody-else-s', value: '{' }] }, { person: 'U1' }],
  ['event', 'nothing of ours', {}],
])(
  'A click is named «%s», and concerns who made it and what it is about',
  (name, body, subject) => {
    expect(clickOf(body)).toStrictEqual({ name, subject });
  },
);
