import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { z } from 'zod';
import { BotProcess } from '../../src/sandbox/bot-process.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/index.js';
import { environmentOf, ORDER_OPS } from '../acceptance/environment.js';
import { copyOf } from '../acceptance/prepared-data.js';
import { SHORT_LIVED } from '../acceptance/short-lived.js';
import { populate } from '../acceptance/world.js';
import { type Recorded, recordedSchema } from '../invariants/recorded.js';
import { migratedDatabase } from '../postgres/migrated-database.js';
import { Desk } from './desk.js';

export type DatabaseKind = 'PGlite' | 'Postgres';

/** A death of the bot: at which point (or by a kill from outside), and when. Epoch ms. */
export interface Kill {
  readonly point: string;
  readonly at: number;
}

/**
 * Waits of the runbook where half a minute is a tenth of a second. What is waited for at most is long
 * enough for many deaths: the story stays the same one.
 */
const PACE = {
  ...{ POLL_INTERVAL: '100ms', POST_CHECK_INTERVAL: '100ms' },
  ...{ POLL_TIMEOUT: '5m', POST_CHECK_TIMEOUT: '5m' },
};
const LAGS = { billingLagMs: 50, notificationLagMs: 50 };
/** ms */
const PATIENCE = 90_000;

/** What the test entry tells: a point that it passed, or what was asked for. */
const toldSchema = z.union([
  z.object({ passed: z.string() }),
  z.object({ refused: z.string() }),
  z.object({ evidence: z.number(), found: recordedSchema }),
]);

interface Storage {
  readonly env: Readonly<Record<string, string>>;
  readonly drop: () => Promise<void>;
}

/** The bot died while something of it was waited for. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** The bot between a local Slack and a local order service; whenever it dies it is started again. */
export class MortalWorld {
  readonly kills: Kill[] = [];
  /** The points that were passed, in the order of their first passing. */
  readonly passed = new Set<string>();
  /** The channels of this world, in which the bot may speak. */
  readonly channels: string[] = [ORDER_OPS];
  /** What the bots before the present one have logged. */
  readonly logs: string[] = [];
  #bot: BotProcess;
  /** Writes for which there was no room. */
  refusals = 0;
  readonly #armed = new Set<string>();
  #alive: Promise<void> = Promise.resolve();
  #death: Promise<never> = new Promise(() => undefined);
  #asked = 0;
  #jump: number | undefined;
  readonly #waiting = new Map<number, (recorded: Recorded) => void>();
  #closing = false;

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    readonly desk: Desk,
    private readonly env: Readonly<Record<string, string>>,
    private readonly drop: () => Promise<void>,
    private readonly diedAt: string,
  ) {
    this.#bot = this.#start();
  }

  static async start(
    database: DatabaseKind,
    env: Readonly<Record<string, string>> = {},
  ): Promise<MortalWorld> {
    const [slack, orders, desk, storage] = await Promise.all([
      startLocalSlack({ patienceMs: 10_000, ackDeadlineMs: 10_000 }),
      startLocalOrderService({ processingMs: 100, reinstateMs: 100, ...LAGS }),
      Desk.start(),
      storageOf(database),
    ]);
    populate(slack);
    const settings = {
      ...{ ...environmentOf(slack, orders, ''), ...PACE, ...storage.env, ...env },
      // Whoever has a secret for the desk sends its tickets there.
      ...(env.TICKET_WEBHOOK_SECRET && { TICKET_WEBHOOK_URL: desk.url }),
    };
    const folder = await mkdtemp(join(tmpdir(), 'opsguide-deaths-'));
    const drop = async () => {
      await storage.drop();
      await rm(folder, { recursive: true, force: true });
    };
    const world = new MortalWorld(slack, orders, desk, settings, drop, join(folder, 'died-at'));
    await world.alive();
    return world;
  }

  /** From now on the bot dies where it passes one of these points next: once at each. */
  arm(points: readonly string[]): void {
    this.#armed.clear();
    for (const point of points) this.#armed.add(point);
    this.#bot.tell({ arm: points });
  }

  /** The points at which it did not die yet. */
  get armed(): readonly string[] {
    return [...this.#armed];
  }

  /** From now on there is no room on the disk, or there is again. */
  fillDisk(isFull: boolean): void {
    this.#bot.tell({ isFull });
  }

  /** The clocks of the bot and of its database jump. ms */
  jumpClock(by: number): void {
    this.#jump = by;
    this.#bot.tell({ jump: by });
  }

  /** Resolves once it is so; rejects where it does not come. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    for (const within = Date.now() + PATIENCE; !isSo(); await pause(20)) {
      if (Date.now() > within) throw new Error(`In vain: ${what}`);
    }
  }

  /** Resolves when the bot serves, after a death too. */
  async alive(): Promise<void> {
    for (let alive: unknown; alive !== this.#alive; ) {
      alive = this.#alive;
      await this.#alive;
    }
  }

  /** What is waited for, or Died where the bot does before. */
  async unlessItDies<T>(waiting: Promise<T>): Promise<T> {
    waiting.catch(() => undefined);
    return Promise.race([waiting, this.#death]);
  }

  /** Kills the bot from outside, wherever it stands, and starts it again with these points armed. */
  async restart(armed: readonly string[] = []): Promise<void> {
    for (const point of armed) this.#armed.add(point);
    await this.#bot.kill();
    await pause(0);
    await this.alive();
  }

  /** What stands in the bot's own tables. */
  async recorded(): Promise<Recorded> {
    await this.alive();
    this.#asked += 1;
    const asked = this.#asked;
    const found = new Promise<Recorded>((resolve) => {
      this.#waiting.set(asked, resolve);
    });
    this.#bot.tell({ evidence: asked });
    return this.unlessItDies(found);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#bot.kill();
    await Promise.all([this.slack.close(), this.orders.close(), this.desk.close()]);
    await this.drop();
  }

  /** The point at which it died just now. */
  #takeDeath(): string {
    if (!existsSync(this.diedAt)) return 'anywhere';
    const point = readFileSync(this.diedAt, 'utf8');
    rmSync(this.diedAt);
    this.#armed.delete(point);
    return point;
  }

  #start(): BotProcess {
    const armed = JSON.stringify(this.armed);
    const bot = new BotProcess(
      {
        ...{ ...this.env, ARMED: armed, DIED_AT: this.diedAt },
        ...(this.#jump && { JUMP: String(this.#jump) }),
      },
      { entry: inject('mortalBot'), flags: SHORT_LIVED },
    );
    bot.hears((message) => {
      const told = toldSchema.parse(message);
      if ('passed' in told) this.passed.add(told.passed);
      else if ('refused' in told) this.refusals += 1;
      else this.#waiting.get(told.evidence)?.(told.found);
    });
    const death = bot.ended().then(({ signal, code }): never => {
      this.logs.push(...bot.log, bot.errors);
      if (this.#closing) throw new Died('closed');
      this.kills.push({ point: this.#takeDeath(), at: Date.now() });
      // Its supervisor starts it anew.
      const hasFled = bot.log.some((line) => line.includes('The clock was set back'));
      if (signal === 'SIGKILL' || hasFled) this.#bot = this.#start();
      else
        this.#alive = Promise.reject(new Error(`Ended by itself (${code}):\n${this.logs.at(-1)}`));
      throw new Died();
    });
    death.catch(() => undefined);
    this.#death = death;
    const serving = bot.serving().then(() => this.slack.connected(2, { withinMs: PATIENCE }));
    // Where it died in its start, the next one is on its way.
    this.#alive = Promise.race([serving, death]).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
    });
    this.#alive.catch(() => undefined);
    serving.catch(() => undefined);
    return bot;
  }
}

async function storageOf(database: DatabaseKind): Promise<Storage> {
  if (database === 'PGlite') {
    const folder = await copyOf(inject('preparedData'));
    const drop = () => rm(folder, { recursive: true, force: true });
    return { env: { DATA_DIR: folder }, drop };
  }
  const { url, drop } = await migratedDatabase();
  return { env: { DATABASE_URL: url }, drop };
}
