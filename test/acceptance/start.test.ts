import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BotProcess } from '../../src/sandbox/bot-process.js';
import { copyFolder } from '../copy-folder.js';
import { freePort } from '../free-port.js';
import { FLOOR, World } from './world.js';

describe('The start', () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await World.start();
    folder = await mkdtemp(join(tmpdir(), 'opsguide-start-'));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  const envWith = async (change: Readonly<Record<string, string>>) => {
    const dataDir = join(folder, crypto.randomUUID());
    await copyFolder(inject('preparedData'), dataDir);
    return { ...world.env, DATA_DIR: dataDir, ...change };
  };

  it('lists every fault of the settings at once, and exits with 1', async () => {
    const bot = new BotProcess({
      SLACK_BOT_TOKEN: 'nonsense',
      POLL_INTERVAL: '30',
      FOUR_EYES: 'no',
    });
    expect(await bot.ended()).toMatchObject({ code: 1 });
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'ORDER_API_URL',
      'ORDER_API_TOKEN',
      'ORDER_OPS_CHANNEL',
      'POLL_INTERVAL',
      'FOUR_EYES',
    ]) {
      expect(bot.errors).toMatch(new RegExp(`^${name}`, 'm'));
    }
  });

  it.each([
    ['bot', { SLACK_BOT_TOKEN: 'xoxb-nobody' }, 'SLACK_BOT_TOKEN'],
    ['app', { SLACK_APP_TOKEN: 'xapp-nobody' }, 'xapp-'],
  ])('says plainly that Slack refuses the %s token, and exits with 1', async (_, change, words) => {
    const bot = new BotProcess(await envWith(change));
    expect(await bot.ended()).toMatchObject({ code: 1 });
    const last = bot.log.find((line) => line.includes('slack_token_refused'));
    expect(last).toContain(words);
    expect(bot.errors).toBe('');
  });

  it('says plainly that Slack cannot be reached, goes on asking, and can be ended', async () => {
    const port = await freePort();
    const bot = new BotProcess(await envWith({ SLACK_API_URL: `http://127.0.0.1:${port}/api/` }));
    await bot.says("Slack can't be reached");
    expect(await bot.stop()).toMatchObject({ code: 0 });
    expect(bot.errors).toBe('');
  });

  it('says plainly that the order service does not answer, and serves all the same', async () => {
    const port = await freePort();
    const bot = new BotProcess(await envWith({ ORDER_API_URL: `http://127.0.0.1:${port}` }));
    await bot.serving();
    await bot.says('does not answer');
    expect(await bot.stop()).toMatchObject({ code: 0 });
  });

  it('says plainly that the order service refuses the token', async () => {
    const bot = new BotProcess(await envWith({ ORDER_API_TOKEN: 'a-wrong-token' }));
    await bot.says('refuses ORDER_API_TOKEN');
    expect(bot.log.join('\n')).not.toContain('a-wrong-token');
    await bot.stop();
  });

  it('refuses a DATA_DIR that another process holds, and names it', async () => {
    const bot = new BotProcess(await envWith({ DATA_DIR: world.env.DATA_DIR ?? '' }));
    expect(await bot.ended()).toMatchObject({ code: 1 });
    expect(bot.log.join('\n')).toContain(`process ${world.bot.pid}`);
  });

  it('refuses a DATA_DIR that was copied while a bot had it open, and says what to do', async () => {
    const env = await envWith({});
    const bot = new BotProcess(env);
    await bot.serving();
    const copied = join(folder, 'copied');
    await copyFolder(env.DATA_DIR, copied);
    await bot.kill();
    const onTheCopy = new BotProcess({ ...env, DATA_DIR: copied });
    expect(await onTheCopy.ended()).toMatchObject({ code: 1 });
    const last = onTheCopy.log.find((line) => line.includes('data_dir_torn'));
    expect(last).toMatch(/copy of one that was in use.*made while the bot was stopped/);
  });

  it('opens two sockets, so that a refresh of one leaves no gap', async () => {
    const { alice, slack } = world;
    expect(slack.openSockets).toBe(2);
    slack.refresh('refresh_requested', 1);
    await alice.types(FLOOR, '/cancel-order help');
    await alice.message(FLOOR, 'step by step');
    expect(alice.troubles).toStrictEqual([]);
  });

  it('answers /healthz, and ends with 0 on SIGTERM', async () => {
    const bot = new BotProcess(await envWith({}));
    const port = await bot.serving();
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(health.status).toBe(200);
    const slackEvents = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' });
    expect(slackEvents.status).toBe(404);
    const rival = new BotProcess(await envWith({ PORT: String(port) }));
    expect(await rival.ended()).toMatchObject({ code: 1 });
    expect(rival.log.join('\n')).toContain('port_unavailable');
    expect(await bot.stop()).toMatchObject({ code: 0 });
  });

  it('lets no secret into the log', () => {
    const log = world.bot.log.join('\n');
    for (const secret of [world.slack.botToken, world.slack.appToken, world.orders.token]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain('@example.com');
  });
});

describe('HTTP mode', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ transport: 'http' });
  });
  afterAll(() => world.close());

  it('takes nothing that Slack did not sign', async () => {
    const { alice, slack } = world;
    slack.faults.delivery('wrong_signature', { times: 1 });
    const refused = await alice.types(FLOOR, '/cancel-order ORD-1001');
    expect(refused.acked).toBe(false);
    expect(slack.calls('views.open')).toStrictEqual([]);
  });
});
