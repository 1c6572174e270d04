import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './world.js';

interface Forging {
  /** Signs with something else than Slack's secret. */
  readonly secret?: string;
  /** How old Slack's timestamp says it is, s. */
  readonly age?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who can reach the bot's address, and may have read what Slack sent. */
export function attackerOf(world: World, port: number) {
  const url = `http://127.0.0.1:${port}/slack/events`;

  function signed(body: string, { secret = world.slack.signingSecret, age = 0 }: Forging) {
    const timestamp = String(Math.floor(Date.now() / 1000) - age);
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  }

  /** A request as it can be sent, as often as one likes. */
  function request(body: string, forging: Forging = {}) {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...signed(body, forging),
      ...forging.headers,
    };
    return async () => {
      const answer = await fetch(url, { method: 'POST', headers, body });
      return { status: answer.status, text: await answer.text() };
    };
  }

  return {
    request,
    sends: (body: string, forging: Forging = {}) => request(body, forging)(),
    port,
  };
}

/** `/cancel-order …` as Slack would send it. */
export function command(text: string, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({
    ...{ command: '/cancel-order', text, user_id: 'UALICE', team_id: 'TLOCAL' },
    ...{ channel_id: 'CFLOOR', trigger_id: '1.2.forged', response_url: 'http://127.0.0.1:9/none' },
    ...more,
  }).toString();
}

/** A press or a submit as Slack would send it. */
export function interaction(payload: Readonly<Record<string, unknown>>): string {
  return new URLSearchParams({
    payload: JSON.stringify({
      ...{ team: { id: 'TLOCAL' }, user: { id: 'UALICE', team_id: 'TLOCAL' }, trigger_id: '1.2.x' },
      ...payload,
    }),
  }).toString();
}

/** Hears what is answered to a response URL. */
export async function listener() {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => void heard.push(part));
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at: AddressInfo | string | null = server.address();
  const port = typeof at === 'object' ? at?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/response`,
    text: () => heard.join(''),
    close: () => server.closeAllConnections(),
    end: () => new Promise((resolve) => server.close(resolve)),
  };
}
