import { CHANNELS } from '../cast.js';
import type { Sandbox } from '../sandbox.js';
import { ORDER } from './chapters.js';
import type { Stage } from './stage.js';

/** What the order service and the channel hold at the end, looked at from outside the bot. */
export async function accounts(stage: Stage, { orders, slack }: Sandbox): Promise<void> {
  stage.chapter('The accounts');
  const { status, billing, audit } = orders.order(ORDER);
  stage.check(
    `the order is cancelled, its billing ${billing}`,
    status === 'cancelled',
    () => status,
  );

  const effects = orders.effects();
  const [effect] = effects;
  stage.check(
    'exactly one cancellation took effect in all, by bob, who confirmed',
    effects.length === 1 && effect?.orderId === ORDER && effect.userId === 'bob@example.com',
    () => effects,
  );
  const posts = orders.calls({ method: 'POST' });
  stage.check(
    `every POST carried one key: ${effect?.key}`,
    posts.length > 0 && posts.every(({ key }) => key === effect?.key),
    () => posts,
  );
  stage.check(
    'its body is the runbook’s',
    posts.every(({ body = '' }) => body === JSON.stringify(BODY)),
    () => posts.map(({ body }) => body),
  );
  const recorded = audit.filter(({ event }) => event === 'order.cancelled');
  stage.check('the audit log names it once', recorded.length === 1, () => recorded);

  const [floor] = CHANNELS;
  const cards = slack
    .messages(floor.id)
    .filter(({ threadTs, ephemeralTo }) => !threadTs && !ephemeralTo)
    .map((message) => slack.asText(message));
  stage.check(
    'there is one card, and it says so, with every post-check verified',
    cards.length === 1 && /The order is cancelled[\s\S]*Audit entry verified/.test(cards.join()),
    () => cards,
  );
}

const BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide – customer asked',
  notify_stakeholders: true,
};
