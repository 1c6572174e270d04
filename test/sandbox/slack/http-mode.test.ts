import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { FLOOR, httpApp, localSlack } from './apps.js';

describe('HTTP mode', () => {
  it('signs what it sends, so that Bolt takes it, and shows the answer', async () => {
    const slack = await localSlack();
    await httpApp(slack, (app) => {
      app.command('/order', async ({ ack, command }) => ack(`Looking at ${command.text}`));
    });
    expect((await slack.person('alice').types(FLOOR, '/order A & B')).acked).toBe(true);
    expect(slack.person('alice').sees(FLOOR)).toBe('Looking at A & B');
  });

  it('sends interactions and events too', async () => {
    const slack = await localSlack();
    await httpApp(slack, (app) => {
      app.action('go', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'gone', replace_original: true });
      });
      app.event('app_home_opened', async ({ event, client }) => {
        await client.chat.postMessage({
          channel: FLOOR,
          text: `welcome <@${event.user}>`,
          blocks: go,
        });
      });
    });
    const alice = slack.person('alice');
    expect((await alice.opensHome()).acked).toBe(true);
    const message = await alice.message(FLOOR, 'welcome <@UALICE>');
    expect((await alice.presses(message, 'Go')).acked).toBe(true);
    await alice.message(FLOOR, 'gone');
    expect(slack.messages(FLOOR)).toHaveLength(1);
  });

  it('a wrong signature is refused by the app, and the person is told', async () => {
    const slack = await localSlack();
    const seen: string[] = [];
    await httpApp(slack, (app) => {
      app.command('/order', async ({ ack, command }) => {
        seen.push(command.text);
        await ack();
      });
    });
    const fault = slack.faults.delivery('wrong_signature');
    const refused = await slack.person('alice').types(FLOOR, '/order forged');
    expect(refused).toMatchObject({ acked: false, error: 'dispatch_failed', detail: 'HTTP 401' });
    fault.clear();
    await slack.person('alice').types(FLOOR, '/order real');
    expect(seen).toEqual(['real']);
    expect(fault.hits).toBe(1);
  });

  it('an app that answers too late, with an error or not at all is reported', async () => {
    const slack = await localSlack({ ackDeadlineMs: 50 });
    const alice = slack.person('alice');
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === '/error') response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const { port } = z.object({ port: z.number() }).parse(server.address());
    slack.serveOverHttp(`http://127.0.0.1:${port}/silent`);
    expect(await alice.types(FLOOR, '/order')).toMatchObject({ error: 'operation_timeout' });
    slack.serveOverHttp(`http://127.0.0.1:${port}/error`);
    expect(await alice.types(FLOOR, '/order')).toMatchObject({ detail: 'HTTP 500' });
    server.close();
    slack.serveOverHttp('http://127.0.0.1:1/nobody');
    expect(await alice.types(FLOOR, '/order')).toMatchObject({ error: 'dispatch_failed' });
  });

  it('asks the request URL for its challenge back, signed', async () => {
    const slack = await localSlack();
    await httpApp(slack, () => undefined);
    expect(await slack.verifiesRequestUrl()).toBe(true);
    slack.faults.delivery('wrong_signature', { times: 1 });
    expect(await slack.verifiesRequestUrl()).toBe(false);
  });

  it('never leaves this machine', async () => {
    const slack = await localSlack();
    expect(() => slack.serveOverHttp('https://example.com/slack/events')).toThrow('loopback');
  });
});

const go = [
  {
    type: 'actions' as const,
    elements: [
      {
        type: 'button' as const,
        action_id: 'go',
        text: { type: 'plain_text' as const, text: 'Go' },
      },
    ],
  },
];
