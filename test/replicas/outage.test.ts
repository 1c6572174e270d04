import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot-process.js';
import { OwnServer } from '../postgres/own-server.js';
import { FLOOR, Replicas, SOON } from './world.js';

/** How long the database is away, in s; a full minute was tried by hand (docs/engine.md). */
const AWAY = Number(process.env.OUTAGE_SECONDS ?? 16);

vi.setConfig({ testTimeout: 240_000 + AWAY * 1_000 });

/** A server of this test's own: it goes away for all that are on it. */
let server: OwnServer;
let replicas: Replicas;
let ports: readonly number[];
let bots: readonly BotProcess[];

beforeAll(async () => {
  server = await OwnServer.start();
  replicas = await Replicas.open({
    ...{ emptyOn: server.url, transport: 'http', processingMs: 4_000 },
    env: { POLL_TIMEOUT: '5m' },
  });
  const started = [await replicas.start('one'), await replicas.start('two')];
  ports = started.map(({ port }) => port);
  bots = started.map(({ bot }) => bot);
  replicas.slack.serveOverHttp(`http://127.0.0.1:${ports[0]}/slack/events`);
});
afterAll(async () => {
  await replicas.close();
  await server.close();
});

const page = (port: number | undefined, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: 'Bearer let-me-see' } });

async function ready(port: number | undefined) {
  const response = await page(port, '/readyz');
  return { status: response.status, says: await response.text() };
}

async function databaseUp(port: number | undefined): Promise<string | undefined> {
  return /^opsguide_database_up (\d)$/m.exec(await (await page(port, '/metrics')).text())?.[1];
}

it('The database is away for a while: the bot says so, holds, and goes on when it is back', async () => {
  const { alice, orders, slack } = replicas;
  for (const id of ['ORD-HELD', 'ORD-PRESSED', 'ORD-LATER']) orders.addOrder({ id });
  const pressed = await replicas.requests('ORD-PRESSED');
  await replicas.cancels('ORD-HELD');
  await orders.until(() => orders.effects('ORD-HELD').length === 1, SOON);
  expect(await ready(ports[0])).toStrictEqual({ status: 200, says: 'ready\n' });
  expect(await databaseUp(ports[0])).toBe('1');

  await server.goesAway();
  const awayAt = performance.now();
  for (const port of ports) {
    await replicas.until(async () => (await ready(port)).status === 503, '/readyz says 503');
    expect((await ready(port)).says).toMatch(/^the database is away since \d{4}-/);
    expect(await databaseUp(port)).toBe('0');
    expect((await page(port, '/healthz')).status).toBe(200);
  }

  // Every way to ask is answered, with the code and what to do, and soon: nobody waits for time-outs.
  await answered(() => alice.presses(pressed, 'Confirm'), 'press');
  await answered(() => alice.types(FLOOR, '/cancel-order list'), 'list');
  await answered(() => alice.types(FLOOR, '/cancel-order status ORD-PRESSED'), 'status');
  await alice.types(FLOOR, '/cancel-order ORD-LATER');
  const modal = await alice.modal((_, text) => text.includes('database_unavailable'), SOON);
  expect(modal.text()).toContain('Look again');
  await alice.closes(modal);
  await alice.types(FLOOR, '/cancel-order help');
  await alice.message(FLOOR, 'step by step', SOON);

  await pause(Math.max(0, AWAY * 1_000 - (performance.now() - awayAt)));
  await server.comesBack();
  const backAt = performance.now();
  const took = () => `${((performance.now() - backAt) / 1_000).toFixed(1)} s`;
  await replicas.until(async () => (await ready(ports[0])).status === 200, '/readyz says 200');
  console.log(`ready again after ${took()}`);
  await replicas.card('ORD-HELD', undefined, 'Audit entry verified', 120_000);
  console.log(`the run that was held has ended after ${took()}`);
  await alice.presses(await replicas.card('ORD-PRESSED'), 'Confirm');
  await replicas.card('ORD-PRESSED', undefined, 'Audit entry verified', 120_000);
  await replicas.cancels('ORD-LATER');
  await replicas.card('ORD-LATER', undefined, 'Audit entry verified', 120_000);

  for (const id of ['ORD-HELD', 'ORD-PRESSED', 'ORD-LATER']) {
    expect(orders.effects(id), id).toHaveLength(1);
    expect(orders.calls({ route: 'cancel', orderId: id }), id).toHaveLength(1);
  }
  // Nobody took the silence of an outage for a death.
  expect(await replicas.rows()).toStrictEqual(['one', 'two']);
  for (const bot of bots) expect(bot.log.join('\n')).not.toContain('took over');
  expect(slack.person('alice').troubles).toStrictEqual([]);
});

/** What somebody does is answered to them alone, by a new message with the code. */
async function answered(does: () => Promise<unknown>, what: string): Promise<void> {
  const { alice } = replicas;
  const before = alice.messages(FLOOR).length;
  await does();
  const answer = await alice.message(
    FLOOR,
    (message, text) =>
      alice.messages(FLOOR).indexOf(message) >= before && text.includes('database_unavailable'),
    SOON,
  );
  expect(answer.ephemeralTo, what).toBe(alice.id);
}
