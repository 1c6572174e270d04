import type { Sandbox } from '../sandbox.js';
import type { Stage } from './stage.js';

/** 45 days old: the runbook asks for a second person. */
export const ORDER = 'ORD-1004';
/** Has a billing hold. */
const BLOCKED = 'ORD-1002';

/** One part of the story. */
export type Chapter = (stage: Stage, sandbox: Sandbox) => Promise<void>;

/** Runbook «Authorization Check». */
export const viewerIsRefused: Chapter = async (stage, { orders }) => {
  stage.chapter('eve, a viewer, asks for a cancellation');
  stage.be('eve');
  await stage.type(`/cancel-order ${ORDER}`);
  const { text, canSubmit } = await stage.modal();
  stage.check('eve is refused, and cannot request it', /not_entitled/.test(text) && !canSubmit);
  stage.check('nothing of the order is shown to her', !/EUR|Billing|Age/.test(text));
  stage.check('nothing was sent', orders.effects().length === 0, () => orders.effects());
  await stage.type('close');
};

/** Runbook «Business Rule Checks». */
export const blockIsNamed: Chapter = async (stage, { orders }) => {
  stage.chapter('alice, an ops_engineer, asks for an order with a billing hold');
  stage.be('alice');
  await stage.type(`/cancel-order ${BLOCKED}`);
  const { text, canSubmit } = await stage.modal();
  stage.check(
    'the modal names the block and what resolves it',
    /Resolve the billing hold/.test(text),
  );
  stage.check('it has no submit button', !canSubmit);
  const posts = orders.calls({ orderId: BLOCKED, method: 'POST' });
  stage.check('nothing was sent', posts.length === 0, () => posts);
  await stage.type('close');
};

/** Runbook «Preview Cancellation Impact» and «Cancellation Window». */
export const requestNeedsAnother: Chapter = async (stage, { orders }) => {
  stage.chapter('alice requests the cancellation of an order that is 45 days old');
  await stage.type(`/cancel-order ${ORDER}`);
  const { text } = await stage.modal();
  stage.check(
    'the preview shows refund and risk, and asks for a second person',
    /Refund: 310\.50 EUR[\s\S]*Risk: Medium/.test(text) && /second person/.test(text),
  );
  await stage.type('submit notes="customer asked"');
  await stage.type(`press Confirm ${ORDER}`);
  stage.check(
    'her own Confirm is refused, with the reason',
    /second_person_needed/.test(stage.told()),
  );
  const posts = orders.calls({ orderId: ORDER, method: 'POST' });
  stage.check('nothing was sent', posts.length === 0, () => posts);
};

/** Runbook «Execute Cancellation», and the process dies in the middle of it. */
export const killedInTheMiddle: Chapter = async (stage, sandbox) => {
  const { orders } = sandbox;
  const processing = () => orders.order(ORDER).cancelStatus === 'processing';
  stage.chapter('bob, an order_admin, confirms, and the bot is killed in the middle');
  stage.tell('The order service is going to take its time with this one.');
  orders.faults.add({
    on: 'cancel',
    orderId: ORDER,
    fault: { kind: 'processing', ms: Number.POSITIVE_INFINITY },
  });
  stage.be('bob');
  await stage.type(`press Confirm ${ORDER}`);
  await stage.type(`wait ${ORDER} processing`);
  stage.check('the order service is processing it', processing());
  stage.tell(`kill -9 ${sandbox.bot?.pid}`);
  await sandbox.killBot();
  stage.check('the bot is dead, the order service still at work', processing());
  orders.settle(ORDER);
  stage.tell('The order service ends its work, and nobody is there to see it.');
};

/** Runbook «Wait for Async Processing» and «Post-checks», behind a restart. */
export const goesOn: Chapter = async (stage, sandbox) => {
  stage.chapter('The bot starts again on its data, and goes on');
  await sandbox.startBot();
  await stage.type(`wait ${ORDER} "every post-check"`);
};
