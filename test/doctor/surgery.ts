import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { Clocks } from '../../src/doctor/clocks.js';
import { type Deployment, deploymentOf } from '../../src/doctor/deployment.js';
import { examine } from '../../src/doctor/examine.js';
import type { Finding } from '../../src/doctor/finding.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/index.js';

export const ORDER_OPS = 'CORDEROPS';

type Change = Readonly<Record<string, string>>;

interface Around extends Partial<Pick<Deployment, 'dyno' | 'nodeVersion' | 'freeSpace'>> {
  readonly requestUrl?: string;
  /** By how much our clock is ahead of everybody's. ms */
  readonly ahead?: number;
  /** How long a check may take. ms */
  readonly within?: number;
}

/** A sound deployment between the local Slack and the local order service, for a whole file. */
export function surgery() {
  let slack: LocalSlack;
  let orders: LocalOrderService;
  let folder: string;
  beforeAll(async () => {
    slack = await startLocalSlack();
    orders = await startLocalOrderService();
    folder = await mkdtemp(join(tmpdir(), 'opsguide-doctor-'));
    slack.addChannel({ id: ORDER_OPS, name: 'order-ops', private: true, botIsMember: true });
  });
  afterEach(() => {
    slack.faults.clear();
    orders.faults.clear();
  });
  let nobody: ChildProcess | undefined;
  afterAll(async () => {
    nobody?.kill();
    await Promise.all([slack.close(), orders.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const environment = (change: Change = {}) => ({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ORDER_API_URL: orders.baseUrl,
    ORDER_API_TOKEN: orders.token,
    ORDER_OPS_CHANNEL: ORDER_OPS,
    ORDER_OPS_MENTION: 'S0NCALL',
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    ...change,
  });

  async function findings(change: Change = {}, around: Around = {}): Promise<readonly Finding[]> {
    const { requestUrl, ahead = 0, within, ...rest } = around;
    const deployment = deploymentOf(environment(change), requestUrl);
    const clocks = new Clocks(() => Date.now() + ahead);
    return examine({ ...deployment, clocks, ...rest }, within);
  }

  return {
    get slack() {
      return slack;
    },
    get orders() {
      return orders;
    },
    get folder() {
      return folder;
    },
    ...{ environment, findings },
    /** The same, looked at by somebody who may do little, whoever runs the tests. */
    async findingByNobody(about: string, change: Change): Promise<Finding | undefined> {
      if (!nobody) {
        nobody = fork(new URL('./fixtures/as-nobody.mjs', import.meta.url), { env: {} });
        await once(nobody, 'message');
      }
      nobody.send(environment(change));
      const [findings] = await once(nobody, 'message');
      return findingsSchema.parse(findings).find((one) => one.about === about);
    },
    /** What is found of one thing, all else being sound; the one finding that there must be. */
    async finding(about: string, change: Change = {}, around: Around = {}): Promise<Finding> {
      const found = (await findings(change, around)).filter((one) => one.about === about);
      expect(found).toHaveLength(1);
      return found[0] ?? expect.fail(`nothing found of ${about}`);
    },
  };
}

/** A finding of this level whose words match, with a word on what to do unless all is well. */
export function said(level: Finding['level'], found: RegExp, advice = /\S/) {
  return {
    level,
    found: expect.stringMatching(found),
    ...(level !== 'ok' && { advice: expect.stringMatching(advice) }),
  };
}

/** An address at which nobody listens. */
export async function nowhere(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const findingsSchema = z.array(
  z.object({
    about: z.string(),
    level: z.enum(['ok', 'warn', 'fail']),
    found: z.string(),
    advice: z.string().optional(),
  }),
);
