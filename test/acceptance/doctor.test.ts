import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { World } from './world.js';

const DOCTOR = fileURLToPath(new URL('../../dist/doctor.js', import.meta.url));
const report = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ about: z.string(), level: z.string(), found: z.string() })),
});

describe('npm run doctor', () => {
  let world: World;
  let port: number;
  let folder: string;
  beforeAll(async () => {
    world = await World.start({ transport: 'http' });
    port = await world.bot.serving();
    folder = await mkdtemp(join(tmpdir(), 'opsguide-doctor-'));
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function doctor(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
    const child = spawn(process.execPath, [DOCTOR, ...args], { env: { ...env }, cwd: folder });
    const [said, errors] = [text(child.stdout), text(child.stderr)];
    const [code] = await once(child, 'exit');
    return { code, said: await said, errors: await errors };
  }

  it('beside a bot that runs finds it well, and exits with 0', async () => {
    const before = [world.slack.calls().length, world.orders.calls().length];
    const requestUrl = `http://127.0.0.1:${port}/slack/events`;
    const running = { ...world.env, PORT: String(port) };
    const { code, said } = await doctor(running, '--json', '--url', requestUrl);
    const { ok, findings } = report.parse(JSON.parse(said));
    expect({ code, ok }).toStrictEqual({ code: 0, ok: true });
    const found = Object.fromEntries(findings.map((one) => [one.about, one.found]));
    expect(found['request URL']).toContain('the bot answers there');
    expect(found.port).toContain('a bot runs there, and serves');
    expect(found.DATA_DIR).toContain(`in use by the bot, process ${world.bot.pid}`);

    const asked = world.slack.calls().slice(before[0]);
    expect(asked.map(({ method }) => method).toSorted()).toStrictEqual([
      ...['auth.test', 'conversations.info'],
    ]);
    expect(world.orders.calls().length - (before[1] ?? 0)).toBe(1);
  });

  it('finds what is broken, says what to do, shows no secret and exits with 1', async () => {
    const broken = {
      ...world.env,
      SLACK_BOT_TOKEN: 'xoxb-revoked-5f1e',
      ORDER_API_TOKEN: 'wrong-order-token-77aa',
      DATABASE_URL: 'postgres://bot:s3cret-9c@127.0.0.1:1/orders',
      CLOCK_SKEW: '2',
    };
    const { code, said, errors } = await doctor(broken);
    expect({ code, errors }).toStrictEqual({ code: 1, errors: '' });
    for (const line of [
      'fail  CLOCK_SKEW: "2" has no unit',
      'fail  SLACK_BOT_TOKEN: Slack refuses it',
      'fail  order service: refuses ORDER_API_TOKEN (401)',
      'fail  database: 127.0.0.1:1/orders can’t be used',
    ]) {
      expect(said).toContain(line);
    }
    expect(said).toMatch(/\n {6}→ \S.*\n\n4 to mend, \d to know of\.\n$/);
    for (const secret of ['5f1e', '77aa', 's3cret', world.slack.signingSecret]) {
      expect(said).not.toContain(secret);
    }
  });

  it('without any setting names the .env that was not read', async () => {
    await writeFile(join(folder, '.env'), 'PORT=0\n');
    const { code, said } = await doctor({});
    expect(code).toBe(1);
    expect(said).toContain('node --env-file=.env dist/doctor.js');
  });

  it('that is asked for what it does not know says how it is used, and exits with 2', async () => {
    const { code, errors } = await doctor({}, '--uri', 'x');
    expect(code).toBe(2);
    expect(errors).toContain('--url https://<host>/slack/events');
  });
});
