import { afterEach, expect, it, vi } from 'vitest';
import { Replicas } from './world.js';

vi.setConfig({ testTimeout: 180_000 });

let replicas: Replicas;
afterEach(() => replicas.close());

it('Any replica takes any click: what one asked for, another confirms and a third takes back', async () => {
  replicas = await Replicas.open({ transport: 'http' });
  const { slack, orders, alice } = replicas;
  orders.addOrder({ id: 'ORD-ANY' });
  const ports = new Map<string, number>();
  for (const name of ['one', 'two', 'three']) ports.set(name, (await replicas.start(name)).port);
  const clicksGoTo = (name: string) =>
    slack.serveOverHttp(`http://127.0.0.1:${ports.get(name)}/slack/events`);

  clicksGoTo('one');
  const card = await replicas.requests('ORD-ANY');
  clicksGoTo('two');
  await alice.presses(card, 'Confirm');
  const done = await replicas.card('ORD-ANY', undefined, 'Audit entry verified');
  clicksGoTo('three');
  await alice.presses(done, 'Roll back');
  const modal = await alice.modal((shown) => shown.view.submit !== undefined);
  clicksGoTo('one');
  await alice.submits(modal);
  await replicas.card('ORD-ANY', undefined, 'rolled back');
  expect(orders.effects('ORD-ANY')).toHaveLength(2);
});

it('One live run for an order, through whichever replica it is asked for', async () => {
  replicas = await Replicas.open({ transport: 'http' });
  const { slack, orders, alice } = replicas;
  orders.addOrder({ id: 'ORD-ONCE' });
  const one = await replicas.start('one');
  slack.serveOverHttp(`http://127.0.0.1:${one.port}/slack/events`);
  await replicas.requests('ORD-ONCE');
  const two = await replicas.start('two');
  slack.serveOverHttp(`http://127.0.0.1:${two.port}/slack/events`);
  await alice.types('CFLOOR', '/cancel-order ORD-ONCE');
  await alice.modal((_, text) => text.includes('live_run'));
});
