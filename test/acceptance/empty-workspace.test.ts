import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/index.js';
import { copyOf } from './prepared-data.js';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const OPS = 'CNEWOPS';
/** Three looks of the doctor and a start of the bot, one after the other. ms */
const STORY_WITHIN = 180_000;

let slack: LocalSlack;
let orders: LocalOrderService;
let folder: string;
let dataDir: string;
let bot: ChildProcess | undefined;
beforeAll(async () => {
  slack = await startLocalSlack({ patienceMs: 60_000 });
  orders = await startLocalOrderService({ processingMs: 300 });
  slack.addPerson({ id: 'UALICE', name: 'alice', email: 'alice@example.com' });
  slack.addChannel({ id: 'CGENERAL', name: 'general' });
  folder = await mkdtemp(join(tmpdir(), 'opsguide-new-'));
  dataDir = await copyOf(inject('preparedData'));
});
afterAll(async () => {
  bot?.kill('SIGKILL');
  await Promise.all([slack.close(), orders.close()]);
  for (const path of [folder, dataDir]) await rm(path, { recursive: true, force: true });
});

/** As the README says it: a command of its own, with the settings in `.env`. */
function run(entry: string): ChildProcess {
  const args = ['--env-file=.env', join(DIST, entry)];
  return spawn(process.execPath, args, { cwd: folder, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function doctor() {
  const child = run('doctor.js');
  const said = child.stdout ? text(child.stdout) : '';
  const [code] = await once(child, 'exit');
  return { code, said: await said };
}

/** `.env.example` with these settings filled in, where each stands. */
async function fillIn(settings: Readonly<Record<string, string>>): Promise<void> {
  const example = await read('../../.env.example');
  const filled = Object.entries(settings).reduce((env, [name, value]) => {
    const line = new RegExp(`^(# )?${name}=.*$`, 'm');
    expect(env).toMatch(line);
    return env.replace(line, () => `${name}=${value}`);
  }, example);
  await writeFile(join(folder, '.env'), filled);
}

it(
  'A new user goes from an empty workspace to a cancelled order, and the doctor says what is next',
  async () => {
    const readme = await read('../../README.md');
    for (const entry of ['doctor.js', 'main.js']) {
      expect(readme).toContain(`node --env-file=.env dist/${entry}`);
    }

    await fillIn({});
    const untouched = await doctor();
    expect(untouched.code).toBe(1);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'ORDER_API_URL',
      'ORDER_API_TOKEN',
      'ORDER_OPS_CHANNEL',
    ]) {
      expect(untouched.said).toMatch(new RegExp(`^fail  ${name}: is not set\\n +→ \\S`, 'm'));
    }

    slack.addChannel({ id: OPS, name: 'order-ops', private: true, members: ['UALICE'] });
    await fillIn({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      ORDER_API_URL: orders.baseUrl,
      ORDER_API_TOKEN: orders.token,
      ORDER_OPS_CHANNEL: OPS,
      // Only because it all goes on on this machine, and within seconds.
      SLACK_API_URL: slack.apiUrl,
      ...{ DATA_DIR: dataDir, PORT: '0', POLL_INTERVAL: '200ms', POST_CHECK_INTERVAL: '200ms' },
    });
    const uninvited = await doctor();
    expect(uninvited.code).toBe(1);
    expect(uninvited.said).toMatch(/^fail {2}#order-ops: .*\n +→ .*\/invite @OpsGuide/m);
    expect(uninvited.said.match(/^fail/gm)).toHaveLength(1);

    slack.changeChannel(OPS, { botIsMember: true });
    const sound = await doctor();
    expect(sound.said).toMatch(/Good to start/);
    expect(sound.code).toBe(0);

    bot = run('main.js');
    await serving(bot);
    await slack.connected(2);
    const alice = slack.person('alice');
    await alice.types('CGENERAL', '/cancel-order ORD-1001');
    await alice.submits(await alice.modal((_, shown) => shown.includes('Reason')), {});
    const card = await alice.message('CGENERAL', 'Waiting for confirmation');
    await alice.presses(card, 'Confirm');
    await orders.until(() => orders.order('ORD-1001').status === 'cancelled', { withinMs: 60_000 });
  },
  STORY_WITHIN,
);

async function serving({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) return;
  for await (const line of createInterface({ input: stdout })) {
    if (line.includes('"msg":"serving"')) return;
  }
  expect.fail('it ended before it served');
}
