import { createHmac } from 'node:crypto';
import { HTTPReceiver } from '@slack/bolt';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { slackLog } from '../../src/log.js';
import { createMetrics } from '../../src/metrics.js';
import { serve } from '../../src/server/serve.js';
import { withBody } from '../../src/slack/request-body.js';

const SECRET = 'a secret of the tests';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Bolt's receiver behind the bot's server, with no app behind it; what it hands on is kept. */
async function receiving() {
  const receiver = new HTTPReceiver({
    signingSecret: SECRET,
    logger: slackLog(pino({ level: 'silent' })),
    unhandledRequestTimeoutMillis: 10,
  });
  const server = await serve(
    { host: '127.0.0.1', port: 0 },
    {
      wrongs: () => [],
      metrics: createMetrics(),
      slackEvents: withBody(receiver.requestListener, 1_000),
    },
  );
  onTestFinished(() => server.close(100));
  return `http://127.0.0.1:${server.port}`;
}

function signed(body: string) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
  'A %s that nobody signed ends nothing: only a POST is Slack’s',
  async (method) => {
    const at = await receiving();
    for (const path of ['/slack/events', '/slack/events?x=1', '/slack/events/', '//slack/events']) {
      expect((await fetch(at + path, { method })).status).toBe(404);
    }
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
  },
);

it.each(['null', ' null ', 'payload=null', 'payload=%20null%0A', 'a=1&payload=null'])(
  'A body that holds nothing (%j) is refused, and ends nothing',
  async (body) => {
    const at = await receiving();
    for (const type of [FORM, { 'content-type': 'application/json' }]) {
      const headers = { ...type, ...signed(body) };
      const { status } = await fetch(`${at}/slack/events`, { method: 'POST', headers, body });
      expect(status).toBe(400);
    }
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
  },
);

it('A body is taken whole up to its bound, and not beyond', async () => {
  const at = await receiving();
  const posts = async (body: string) =>
    (
      await fetch(`${at}/slack/events`, {
        method: 'POST',
        headers: { ...FORM, ...signed(body) },
        body,
      })
    ).status;
  expect(await posts(`ssl_check=1&x=${'x'.repeat(986)}`)).toBe(200);
  expect(await posts(`ssl_check=1&x=${'x'.repeat(987)}`)).toBe(413);
});

it('A body whose length is not told is bounded too', async () => {
  const at = await receiving();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(600)),
  });
  const asked = fetch(`${at}/slack/events`, {
    method: 'POST',
    headers: FORM,
    body,
    duplex: 'half',
  });
  const status = await asked.then(
    (answer) => answer.status,
    () => 413,
  );
  expect(status).toBe(413);
});
