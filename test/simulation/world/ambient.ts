import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { type Random, uuidFrom } from './random.js';
import type { Happening, Timeline } from './timeline.js';

/** On whose behalf code runs: its clock is the one it reads, and its timers end with it. */
export interface Actor {
  now(): number;
  after(ms: number, happen: () => void): Happening;
}

/** What stands behind the clock, the timers and the dice of this process while a seed is played. */
export interface Ambience {
  readonly timeline: Timeline;
  readonly random: Random;
}

interface Context {
  readonly actor: Actor;
  /** What the code is doing this for: a click, a workflow. */
  readonly cause?: unknown;
}

const contexts = new AsyncLocalStorage<Context>();
let ambience: Ambience | undefined;

/** Runs on behalf of somebody; all that follows from it, too. */
export function onBehalfOf<T>(actor: Actor, cause: unknown, run: () => T): T {
  return contexts.run({ actor, cause }, run);
}

/** Runs on nobody's behalf: the network's, the other side's. */
export function onNobodysBehalf<T>(run: () => T): T {
  return contexts.exit(run);
}

/** What the running code is doing this for. */
export function cause(): unknown {
  return contexts.getStore()?.cause;
}

/** Plays in a world of its own: from now on, and until `leave`, its clock, timers and dice are used. */
export function enter(world: Ambience): void {
  if (ambience) throw new Error('Another world is being played');
  ambience = world;
}

export function leave(): void {
  ambience = undefined;
}

function nowOf({ timeline }: Ambience): number {
  return contexts.getStore()?.actor.now() ?? timeline.now;
}

/** Whose timers end a wait; undefined outside of every world: the real ones do. */
function timekeeper(): Pick<Actor, 'after'> | undefined {
  return contexts.getStore()?.actor ?? ambience?.timeline;
}

class VirtualTimer {
  readonly #happening: Happening;

  constructor(actor: Pick<Actor, 'after'>, ms: number, happen: () => void) {
    // Beyond this Node fires at once, and says so: a defect that must not hide here.
    const delay = ms > 2 ** 31 - 1 ? 1 : Math.max(1, ms || 0);
    const context = contexts.getStore();
    this.#happening = actor.after(delay, context ? () => contexts.run(context, happen) : happen);
  }

  clear(): void {
    this.#happening.takeBack();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

let isInstalled = false;

/**
 * Stands in front of the clock, the timers and the dice of this process, for good: outside of a
 * world each is the real one. To be called before anything is loaded that keeps one of them.
 */
export function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  installClock();
  installTimers();
  installDice();
  syncBuiltinESMExports();
}

function installClock(): void {
  const realNow = Date.now;
  const now = () => (ambience ? nowOf(ambience) : realNow());
  const virtual = new Proxy(Date, {
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
    apply: () => new Date(now()).toString(),
    construct: (target, given, created) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, created),
  });
  Reflect.set(globalThis, 'Date', virtual);
  const realElapsed = performance.now.bind(performance);
  Reflect.defineProperty(performance, 'now', {
    configurable: true,
    writable: true,
    // Monotonic: a jump of the clock is none of its business.
    value: () => (ambience ? ambience.timeline.now : realElapsed()),
  });
}

function installTimers(): void {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  const set = (happen: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const actor = timekeeper();
    return actor
      ? new VirtualTimer(actor, ms, () => happen(...given))
      : realSet(happen, ms, ...given);
  };
  Reflect.set(globalThis, 'setTimeout', set);
  Reflect.set(globalThis, 'clearTimeout', (timer: NodeJS.Timeout | VirtualTimer | undefined) => {
    if (timer instanceof VirtualTimer) timer.clear();
    else realClear(timer);
  });
  const realPause = timers.setTimeout;
  Reflect.set(timers, 'setTimeout', (ms = 0, value?: unknown, options: Pausing = {}) => {
    const actor = timekeeper();
    return actor ? pause(actor, ms, value, options.signal) : realPause(ms, value, options);
  });
  const realTimeout = AbortSignal.timeout.bind(AbortSignal);
  Reflect.set(AbortSignal, 'timeout', (ms: number) => {
    const actor = timekeeper();
    if (!actor) return realTimeout(ms);
    const controller = new AbortController();
    const late = () => controller.abort(new DOMException('It took too long', 'TimeoutError'));
    new VirtualTimer(actor, ms, late);
    return controller.signal;
  });
}

interface Pausing {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

function pause<T>(
  actor: Pick<Actor, 'after'>,
  ms: number,
  value: T,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      timer.clear();
      reject(signal?.reason);
    };
    const timer = new VirtualTimer(actor, ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve(value);
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function installDice(): void {
  const real = { random: Math.random, uuid: crypto.randomUUID, bytes: crypto.randomBytes };
  Math.random = () => (ambience ? ambience.random.next() : real.random());
  Reflect.set(crypto, 'randomUUID', (options?: crypto.RandomUUIDOptions) =>
    ambience ? uuidFrom(ambience.random) : real.uuid(options),
  );
  Reflect.set(crypto, 'randomBytes', (size: number, done?: unknown) => {
    if (!ambience || done) return Reflect.apply(real.bytes, crypto, done ? [size, done] : [size]);
    const { random } = ambience;
    return Buffer.from(Array.from({ length: size }, () => random.between(0, 255)));
  });
}
