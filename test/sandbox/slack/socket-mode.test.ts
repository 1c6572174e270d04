import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { client, FLOOR, localSlack, socketApp, stoppedClock } from './apps.js';

/** An app that notes under its name what it acknowledged. */
function noting(name: string, seen: string[]) {
  return (app: App) => {
    app.command('/order', async ({ ack, command }) => {
      seen.push(`${name} ${command.text}`);
      await ack();
    });
  };
}

describe('Socket Mode', () => {
  it('delivers a command with all that Slack tells, and shows the answer to the person alone', async () => {
    const slack = await localSlack();
    await socketApp(slack, (app) => {
      app.command('/order', async ({ ack, command }) => ack(`Looking at ${command.text}`));
    });
    const result = await slack.person('alice').types(FLOOR, '/order ORD-1001');
    expect(result).toMatchObject({
      acked: true,
      payload: {
        team_id: slack.teamId,
        channel_id: FLOOR,
        channel_name: 'shop-floor',
        user_id: 'UALICE',
        user_name: 'alice',
        command: '/order',
        text: 'ORD-1001',
      },
    });
    expect(slack.person('alice').sees(FLOOR)).toBe('Looking at ORD-1001');
    expect(slack.person('bob').sees(FLOOR)).toBe('');
  });

  it('names direct messages and private channels as Slack does', async () => {
    const slack = await localSlack();
    await socketApp(slack, noting('app', []));
    slack.addChannel({ id: 'GBOARD', name: 'board', private: true, members: ['UALICE'] });
    const alice = slack.person('alice');
    const inPrivate = await alice.types('GBOARD', '/order');
    expect(inPrivate.payload.channel_name).toBe('privategroup');
    const inDirect = await alice.types(slack.directMessageOf('alice', 'bob').id, '/order');
    expect(inDirect.payload.channel_name).toBe('directmessage');
  });

  it('gives each envelope to one socket, in turn', async () => {
    const slack = await localSlack();
    const seen: string[] = [];
    await socketApp(slack, noting('first', seen));
    await socketApp(slack, noting('second', seen));
    for (const text of ['1', '2', '3', '4'])
      await slack.person('alice').types(FLOOR, `/order ${text}`);
    expect(seen).toEqual(['first 1', 'second 2', 'first 3', 'second 4']);
  });

  it('tells the person when nobody acknowledges in time, and when nobody is there', async () => {
    const slack = await localSlack({ ackDeadlineMs: 50 });
    const alice = slack.person('alice');
    expect(await alice.types(FLOOR, '/order')).toMatchObject({ error: 'dispatch_failed' });
    await socketApp(slack, (app) => {
      app.command('/order', async () => {});
    });
    expect(await alice.types(FLOOR, '/order')).toMatchObject({ error: 'operation_timeout' });
    expect(alice.sees(FLOOR)).toContain('/order failed with the error "operation_timeout"');
  });

  it('delivers an envelope again to another socket when its socket dies', async () => {
    const slack = await localSlack();
    const seen: string[] = [];
    // A socket that takes an envelope and dies of it.
    const { url = '' } = await client(slack, slack.appToken).apps.connections.open();
    const dying = new WebSocket(url);
    const first = new Promise<string>((resolve) => {
      dying.on('message', (data) => {
        if (!data.toString().includes('envelope_id')) return;
        resolve(data.toString());
        dying.terminate();
      });
    });
    await slack.connected(1);
    await socketApp(slack, (app) => {
      app.command('/order', async ({ ack, context }) => {
        seen.push(`retry ${context.retryNum}`);
        await ack();
      });
    });
    const result = await slack.person('alice').types(FLOOR, '/order');
    expect(result.acked).toBe(true);
    expect(await first).not.toContain('retry_attempt');
    expect(seen).toEqual(['retry 1']);
  });

  it('keeps what is unacknowledged for the socket that comes next', async () => {
    const slack = await localSlack();
    const connect = async (onEnvelope: (socket: WebSocket, id: string) => void) => {
      const { url = '' } = await client(slack, slack.appToken).apps.connections.open();
      const socket = new WebSocket(url);
      socket.on('message', (data) => {
        const id = /"envelope_id":"([^"]+)"/.exec(data.toString())?.[1];
        if (id) onEnvelope(socket, id);
      });
      await slack.connected(1);
    };
    await connect((socket) => socket.terminate());
    const typed = slack.person('alice').types(FLOOR, '/order');
    await slack.until(() => slack.openSockets === 0);
    await connect((socket, id) => socket.send(JSON.stringify({ envelope_id: id, payload: {} })));
    expect((await typed).acked).toBe(true);
  });

  it('refreshes: the app reconnects, and the other socket closes the gap', async () => {
    const slack = await localSlack();
    const seen: string[] = [];
    await socketApp(slack, noting('app', seen), 300);
    slack.refresh();
    expect(slack.openSockets).toBe(0);
    await socketApp(slack, noting('other', seen));
    expect((await slack.person('alice').types(FLOOR, '/order 1')).acked).toBe(true);
    expect(seen).toEqual(['other 1']);
    await slack.connected(2);
    await slack.person('alice').types(FLOOR, '/order 2');
    await slack.person('alice').types(FLOOR, '/order 3');
    expect(seen).toContain('app 3');
  });

  it('lets nobody in twice with one ticket, nor with an old one', async () => {
    const clock = stoppedClock();
    const slack = await localSlack({ clock: clock.now });
    const open = async () =>
      (await client(slack, slack.appToken).apps.connections.open()).url ?? '';
    const connects = (url: string) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(url);
        socket.on('open', () => resolve(true));
        socket.on('error', () => resolve(false));
      });
    const url = await open();
    expect(await connects(url)).toBe(true);
    expect(await connects(url)).toBe(false);
    const late = await open();
    clock.pass(31_000);
    expect(await connects(late)).toBe(false);
  });

  it('tells of App Home, and shows what the app publishes there', async () => {
    const slack = await localSlack();
    await socketApp(slack, (app) => {
      app.event('app_home_opened', async ({ event, client: web }) => {
        const blocks = [
          { type: 'header' as const, text: { type: 'plain_text' as const, text: 'Your runs' } },
        ];
        await web.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
    });
    const alice = slack.person('alice');
    expect((await alice.opensHome()).acked).toBe(true);
    expect((await alice.home('Your runs')).text()).toBe('# Your runs');
  });

  it('lets nobody open App Home, and nothing be published there, while it is turned off', async () => {
    const slack = await localSlack({ homeTab: false });
    const view = { type: 'home' as const, blocks: [] };
    const publish = () => client(slack).views.publish({ user_id: 'UALICE', view });
    await expect(publish()).rejects.toMatchObject({ data: { error: 'not_enabled' } });
    await expect(slack.person('alice').opensHome()).rejects.toThrow('no Home tab');
    slack.features.homeTab = true;
    await publish();
  });

  it('lets a Home be published over the drawing that is named, and over no other', async () => {
    const slack = await localSlack();
    const publish = (hash?: string) =>
      client(slack).views.publish({
        ...{ user_id: 'UALICE', view: { type: 'home', blocks: [] } },
        ...(hash && { hash }),
      });
    await expect(publish('none')).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    const { view: first } = await publish();
    await publish(first?.hash);
    await expect(publish(first?.hash)).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    await expect(publish('old')).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  });

  it('delivers twice, loses deliveries and acknowledgements, if told to', async () => {
    const slack = await localSlack();
    const seen: string[] = [];
    await socketApp(slack, noting('app', seen));
    const alice = slack.person('alice');
    slack.faults.delivery('duplicate', { times: 1 });
    expect((await alice.types(FLOOR, '/order twice')).acked).toBe(true);
    slack.faults.delivery('drop', { times: 1 });
    expect((await alice.types(FLOOR, '/order dropped')).acked).toBe(false);
    slack.faults.delivery('lose_ack', { times: 1 });
    expect((await alice.types(FLOOR, '/order lost')).acked).toBe(false);
    expect(seen).toEqual(['app twice', 'app twice', 'app lost']);
    expect(slack.deliveries).toHaveLength(3);
  });
});
