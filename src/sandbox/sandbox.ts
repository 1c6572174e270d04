import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { botEnvironment, type Clock, TIME_SCALES } from './bot-environment.js';
import { BotProcess } from './bot-process.js';
import { populate } from './cast.js';
import { type LocalOrderService, startLocalOrderService } from './orders/index.js';
import { type LocalSlack, startLocalSlack } from './slack/index.js';

/** The built bot, seen from `src/sandbox/` and from `dist/sandbox/` alike. */
const BUILT_BOT = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A first start makes the database: this long on a busy machine. ms */
const START_WITHIN = 60_000;

/** Something is missing or went wrong that the message explains; no stack trace helps. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}

/** A local Slack, a local order service and, once started, the real bot between them. */
export class Sandbox {
  #bot: BotProcess | undefined;
  #isClosed = false;
  #clock: Clock = 'fast';
  #onBotEnded: (how: string) => void = () => undefined;
  readonly #lastResort = () => {
    void this.#bot?.kill();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    /** The bot's own, and gone with the sandbox. */
    readonly dataDir: string,
  ) {
    process.once('exit', this.#lastResort);
  }

  /** Starts the two services; the bot not yet. @throws SandboxError where the bot is not built */
  static async open(): Promise<Sandbox> {
    if (!existsSync(BUILT_BOT)) {
      throw new SandboxError('The bot is not built: run `npm run build` first.');
    }
    const [slack, orders] = await Promise.all([
      startLocalSlack({ patienceMs: START_WITHIN }),
      startLocalOrderService({ timeScale: TIME_SCALES.fast }),
    ]);
    populate(slack);
    return new Sandbox(slack, orders, await mkdtemp(join(tmpdir(), 'opsguide-sandbox-')));
  }

  get clock(): Clock {
    return this.#clock;
  }

  /** How long things take from now on; the bot learns of it at its next start. */
  set clock(clock: Clock) {
    this.#clock = clock;
    this.orders.setTimeScale(TIME_SCALES[clock]);
  }

  /** Its process, once there is one. */
  get bot(): BotProcess | undefined {
    return this.#bot;
  }

  /** Is told when the bot ends by itself. */
  set onBotEnded(listener: (how: string) => void) {
    this.#onBotEnded = listener;
  }

  /** Starts the bot; resolves when it serves and takes commands. @throws SandboxError with what it said */
  async startBot(): Promise<void> {
    if (this.#isClosed) throw new SandboxError('The sandbox is closed.');
    const bot = new BotProcess(botEnvironment(this));
    this.#bot = bot;
    void bot.ended().then(({ code, signal }) => {
      if (this.#bot === bot && !this.#isClosed) this.#onBotEnded(String(signal ?? code));
    });
    try {
      await bot.serving(START_WITHIN);
      await this.slack.connected(2);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new SandboxError(`The bot did not start: ${said}`);
    }
  }

  /** SIGTERM: it finishes, or leaves durably, what is in flight. Its data stay. */
  async stopBot(): Promise<void> {
    const bot = this.#bot;
    this.#bot = undefined;
    await bot?.stop();
  }

  /** SIGKILL, whatever it was doing. Its data stay. */
  async killBot(): Promise<void> {
    const bot = this.#bot;
    this.#bot = undefined;
    await bot?.kill();
  }

  /** Ends the bot and both services, and removes the bot's data. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#bot?.kill();
    await Promise.all([this.slack.close(), this.orders.close()]);
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
    process.removeListener('exit', this.#lastResort);
  }
}
