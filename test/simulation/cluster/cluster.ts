import type { Random } from '../world/random.js';
import { type Point, Replica } from '../world/replica.js';
import type { Happening, Timeline } from '../world/timeline.js';
import { type Bot, type Shared, startBot } from './bot.js';

/** A silent replica's workflows are claimed by another after this, ms (three beats missed). */
const SILENT_AFTER = 15_000;
/** durable-process.ts: what a crash left between a move and its signal is woken this often. ms */
const WAKE_EVERY = 30_000;
/** While nothing is wrong there is nothing to wake: looked at less often, to keep a seed short. ms */
const WAKE_SELDOM = 6 * 60 * 60_000;

export interface Settings {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly latency: (what: string) => number;
  readonly shared: Shared;
  /** Told of each point that a replica comes to, before it is passed. */
  readonly watch: (replica: Replica, point: Point) => void;
  readonly tell: (what: string) => void;
}

/**
 * The replicas of a world, and what becomes of them: a killed one's place is filled again after a
 * while, and meanwhile another takes its workflows over; so it does with one that is paused too long.
 */
export class Cluster {
  readonly #bots: Bot[] = [];
  readonly #wakings = new Map<Bot, Happening>();
  #kills = 0;
  #takeovers = 0;
  /** Until then (true time) replicas wake as often as in life. */
  #awakeUntil = 0;

  constructor(private readonly settings: Settings) {}

  get kills(): number {
    return this.#kills;
  }

  get takeovers(): number {
    return this.#takeovers;
  }

  /** Those that live, the paused ones too. */
  get living(): readonly Bot[] {
    return this.#bots.filter(({ replica }) => !replica.isDead);
  }

  get atWork(): readonly Bot[] {
    return this.#bots.filter(({ replica }) => replica.isAtWork);
  }

  /** A replica of this name starts, takes up what its earlier lives left, and wakes what waits. */
  async start(name: string): Promise<void> {
    const { timeline, latency, shared, watch, tell } = this.settings;
    const replica = new Replica(name, timeline, latency);
    replica.watch = (point) => watch(replica, point);
    const bot = await startBot(replica, shared);
    this.#bots.push(bot);
    shared.flows.join(bot);
    const earlier = this.#bots.map((one) => one.replica).filter((one) => one.name === name);
    this.#claim(
      earlier.filter(({ isDead }) => isDead),
      bot,
    );
    tell(`${name} starts`);
    this.#wakeAgain(bot);
  }

  /** `kill -9`, and a new start after `downFor` ms. */
  kill(replica: Replica, downFor: number): void {
    if (replica.isDead) return;
    const { timeline, tell } = this.settings;
    this.#kills += 1;
    replica.die();
    tell(`${replica.name} is killed`);
    this.keepAwake(downFor + SILENT_AFTER);
    timeline.after(SILENT_AFTER, () => this.#takeOver(replica));
    timeline.after(downFor, () => void this.start(replica.name));
  }

  /** `kill -STOP`; past the limit another takes over, and then it is woken. */
  pause(replica: Replica, ms: number): void {
    const { timeline, tell } = this.settings;
    replica.pause(ms);
    tell(`${replica.name} is paused for ${ms} ms`);
    this.keepAwake(ms);
    if (ms > SILENT_AFTER) timeline.after(SILENT_AFTER, () => this.#takeOver(replica));
    timeline.after(ms, () => this.settings.shared.flows.lookAround());
  }

  /** Something goes wrong for so many ms: until two minutes after it everything is woken as in life. */
  keepAwake(ms: number): void {
    const { now } = this.settings.timeline;
    this.#awakeUntil = Math.max(this.#awakeUntil, now + ms + 4 * WAKE_EVERY);
    this.wakeAll();
  }

  /** Each replica at work looks now for what waits. */
  wakeAll(): void {
    for (const bot of this.atWork) this.#wakeAgain(bot);
  }

  #takeOver(replica: Replica): void {
    if (!replica.isDead && !replica.isPaused) return;
    const others = this.atWork;
    if (others.length > 0) this.#claim([replica], this.settings.random.pick(others));
    else this.settings.timeline.after(1_000, () => this.#takeOver(replica));
  }

  #claim(from: readonly Replica[], by: Bot): void {
    const { shared, tell } = this.settings;
    const claimed = shared.flows.takeOver(from, by);
    if (claimed === 0) return;
    this.#takeovers += 1;
    tell(`${by.replica.name} claims ${claimed} of ${from.map(({ name }) => name).join(', ')}`);
  }

  #wakeAgain(bot: Bot): void {
    this.#wakings.get(bot)?.takeBack();
    if (bot.replica.isDead) return;
    bot.wake();
    const { timeline } = this.settings;
    const wait = timeline.now < this.#awakeUntil ? WAKE_EVERY : WAKE_SELDOM;
    this.#wakings.set(
      bot,
      bot.replica.after(wait, () => this.#wakeAgain(bot)),
    );
  }
}
