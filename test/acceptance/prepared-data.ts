import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { BotProcess } from '../../src/sandbox/bot-process.js';
import { startLocalOrderService } from '../../src/sandbox/orders/index.js';
import { startLocalSlack } from '../../src/sandbox/slack/index.js';
import { copyFolder } from '../copy-folder.js';
import { environmentOf } from './environment.js';
import { compileForShortLives, SHORT_LIVED } from './short-lived.js';

declare module 'vitest' {
  interface ProvidedContext {
    readonly preparedData: string;
  }
}

/** Where a project before this one has made it. */
const PREPARED = 'TEST_PREPARED_DATA';

/**
 * An embedded database makes itself at its first start, which takes seconds: it is made once for all
 * projects, by the bot itself, and each world begins with a copy.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const made = process.env[PREPARED];
  if (made) {
    project.provide('preparedData', made);
    return async () => undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-prepared-'));
  const [slack, orders] = await Promise.all([
    startLocalSlack(),
    startLocalOrderService(),
    compileForShortLives(),
  ]);
  const environment = environmentOf(slack, orders, join(folder, 'data'));
  const bot = new BotProcess(environment, { flags: SHORT_LIVED });
  try {
    // The first start makes a database: a busy machine takes its time for it.
    await bot.serving(180_000);
  } finally {
    await bot.stop();
  }
  await Promise.all([slack.close(), orders.close()]);
  // No copy is what the mark says, and each bot would read all of its own to see that it is whole.
  await rm(join(folder, 'data', 'closing-mark.json'));
  process.env[PREPARED] = join(folder, 'data');
  project.provide('preparedData', join(folder, 'data'));
  return () => rm(folder, { recursive: true, force: true });
}

/** A data folder of its own, as the bot left it after its first start. */
export async function copyOf(preparedData: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-'));
  await copyFolder(preparedData, folder);
  return folder;
}
