import { expect, it as inTurn, type TestContext, vi } from 'vitest';
import { Replicas } from './world.js';

vi.setConfig({ testTimeout: 240_000, maxConcurrency: 3 });

/** Each waits for a silence most of its time: several at once. */
const it = inTurn.concurrent;
/** The order service is at it until the test says otherwise. */
const SLOW = { processingMs: 3_600_000, env: { POLL_TIMEOUT: '30m' } };
const DONE = 'Audit entry verified';

async function open(
  { onTestFinished }: TestContext,
  choices: Parameters<typeof Replicas.open>[0] = SLOW,
): Promise<Replicas> {
  const replicas = await Replicas.open(choices);
  onTestFinished(() => replicas.close());
  return replicas;
}

/** An order whose cancellation is processing, held by that replica, the only one. */
async function processingOn(replicas: Replicas, replicaId: string): Promise<string> {
  const { orders } = replicas;
  const orderId = `ORD-${replicaId.toUpperCase()}`;
  orders.addOrder({ id: orderId });
  await replicas.cancels(orderId);
  await replicas.heldBy(replicaId, orderId);
  await orders.until(() => orders.effects(orderId).length === 1, { withinMs: 60_000 });
  return orderId;
}

/** The order service comes to its end, and so does the run: sent once, in all. */
async function endsOnce(replicas: Replicas, orderId: string): Promise<void> {
  const { orders } = replicas;
  orders.settle(orderId);
  await replicas.card(orderId, undefined, DONE);
  expect(orders.effects(orderId)).toHaveLength(1);
  expect(orders.calls({ route: 'cancel', orderId })).toHaveLength(1);
}

it('A replica that dies is noticed, and its runs go on elsewhere', async (test) => {
  const replicas = await open(test);
  const { bot: one } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  const { bot: two } = await replicas.start('two');
  await one.kill();
  await two.says('took over', 60_000);
  await replicas.heldBy('two', orderId);
  await endsOnce(replicas, orderId);
});

it('A replica that goes in good order leaves its runs to the others at once', async (test) => {
  const replicas = await open(test);
  const { bot: one } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  await replicas.start('two');
  expect(await one.stop()).toMatchObject({ code: 0 });
  await replicas.heldBy('two', orderId);
  expect(await replicas.rows()).toStrictEqual(['two']);
  await endsOnce(replicas, orderId);
});

it('Where the one who takes over dies too, in the middle of it, nobody is lost', async (test) => {
  const replicas = await open(test);
  const { bot: one } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  const { bot: two } = await replicas.start('two');
  const client = await replicas.pool.connect();
  try {
    // Whoever takes the run over has to wait for this row: there it dies.
    await client.query('begin');
    await client.query(`select 1 from dbos.workflow_status where status = 'PENDING' for update`);
    await one.kill();
    await replicas.until(() => replicas.isWaitingFor('started_at_epoch_ms = NULL'), 'a takeover');
    await two.kill();
  } finally {
    await client.query('rollback');
    client.release();
  }
  // The row of the first one still stands: its taker never came to the end.
  expect(await replicas.rows()).toStrictEqual(['one', 'two']);
  await replicas.start('three');
  await replicas.heldBy('three', orderId);
  await replicas.until(
    async () => (await replicas.rows()).join() === 'three',
    'no row of the dead left',
  );
  await endsOnce(replicas, orderId);
});

it('Runs whose replica has no row any more are found, under whatever name it ran', async (test) => {
  const replicas = await open(test);
  const { bot: one } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  await one.kill();
  await replicas.pool.query('delete from opsguide.replicas');
  await replicas.start('later');
  await replicas.heldBy('later', orderId);
  await endsOnce(replicas, orderId);
});

it('A claim that its own replica never heard of is found by itself', async (test) => {
  const replicas = await open(test);
  const { bot: one } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  await one.kill();
  // As after a claim whose answer was lost: held by a replica that is alive and knows nothing of it.
  await replicas.start('two');
  await replicas.pool.query('delete from opsguide.replicas where replica_id = $1', ['one']);
  await replicas.pool.query(
    `update dbos.workflow_status set executor_id = 'two', owner_xid = 'never heard of'
     where status = 'PENDING' and name = 'cancelOrder'`,
  );
  await replicas.until(
    async () => (await replicas.claimOf(orderId)) !== 'never heard of',
    'another claim',
  );
  await endsOnce(replicas, orderId);
});

it('A replica that was only asleep does nothing twice: it says so, and ends to be started anew', async (test) => {
  const replicas = await open(test, { env: { ORDER_API_TIMEOUT: '60s' } });
  const { orders } = replicas;
  orders.addOrder({ id: 'ORD-ASLEEP' });
  const { bot: one } = await replicas.start('one');
  const hang = orders.faults.add({
    ...{ on: 'cancel', orderId: 'ORD-ASLEEP', times: 1 },
    fault: { kind: 'hang', when: 'before_effect' },
  });
  await replicas.cancels('ORD-ASLEEP');
  await orders.until(() => hang.met() === 1, { withinMs: 60_000 });
  one.signal('SIGSTOP');
  await replicas.start('two');
  await replicas.card('ORD-ASLEEP', undefined, DONE);
  await replicas.until(() => replicas.isAllTold(), 'every message told');
  const before = orders.calls({ route: 'cancel', orderId: 'ORD-ASLEEP' });
  const messages = replicas.slack.messages('CFLOOR').length;

  one.signal('SIGCONT');
  expect(await one.ended()).toMatchObject({ code: 1 });
  expect(one.log.join('\n')).toContain('was silent for too long, and its runs go on elsewhere');

  expect(orders.effects('ORD-ASLEEP')).toHaveLength(1);
  const calls = orders.calls({ route: 'cancel', orderId: 'ORD-ASLEEP' });
  expect(calls).toHaveLength(before.length);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
  expect(replicas.slack.messages('CFLOOR')).toHaveLength(messages);

  await replicas.start('one');
  orders.addOrder({ id: 'ORD-AWAKE' });
  await replicas.cancels('ORD-AWAKE');
  await replicas.card('ORD-AWAKE', undefined, DONE);
});

it('Of two processes under one name the older one stops with a plain word', async (test) => {
  const replicas = await open(test);
  const { bot: older } = await replicas.start('one');
  const orderId = await processingOn(replicas, 'one');
  await replicas.start('one');
  expect(await older.ended()).toMatchObject({ code: 1 });
  expect(older.log.join('\n')).toContain('give each its own REPLICA_ID');
  await endsOnce(replicas, orderId);
});
