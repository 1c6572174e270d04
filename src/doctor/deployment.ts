import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { ConfigFault } from '../config/config-error.js';
import { findFaults, type SettingTexts } from '../config/faults.js';
import { settingTexts } from '../config.js';
import { Clocks } from './clocks.js';

/** What is looked at: the settings as they stand, and where they are to work. */
export interface Deployment {
  readonly texts: SettingTexts;
  readonly faults: readonly ConfigFault[];
  /** Heroku's name of this process. */
  readonly dyno?: string | undefined;
  /** `https://host/slack/events`, as Slack is to call it; from the command line. */
  readonly requestUrl?: string | undefined;
  /** There is a `.env` where the doctor was called, and Node was not told to read any. */
  readonly hasUnreadEnvFile: boolean;
  /** `v20.1.0` */
  readonly nodeVersion: string;
  readonly clocks: Clocks;
  /** Bytes that are free where the folder is. */
  freeSpace(folder: string): Promise<number>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment as the bot does, but goes on where the bot would end. */
export function deploymentOf(env: Environment, requestUrl?: string): Deployment {
  const texts = settingTexts(env);
  return {
    ...{ texts, faults: findFaults(texts), requestUrl },
    dyno: env.DYNO?.trim() || undefined,
    hasUnreadEnvFile:
      existsSync('.env') && !process.execArgv.some((flag) => flag.startsWith('--env-file')),
    nodeVersion: process.version,
    clocks: new Clocks(Date.now),
    async freeSpace(folder) {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}
