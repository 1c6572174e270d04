import type { Random } from './random.js';
import type { Happening, Timeline } from './timeline.js';

/** Where a replica can be stopped: before or after each of what it does to the outside. */
export interface Point {
  /** `orders cancel`, `slack chat.postMessage`, `database`, `word`. */
  readonly what: string;
  readonly moment: 'before' | 'after';
}

/**
 * One life of a replica's process, from its start to its death. All that it does passes its gates;
 * they open late by a drawn latency, not at all for the dead, and for a paused one when it goes on.
 */
export class Replica {
  /** Of its own clock against true time, in ms. */
  skew = 0;
  #dead = false;
  #pausedUntil = 0;
  #diedAt: number | undefined;
  /** Told of each point that it comes to, before it is passed. */
  watch: (point: Point) => void = () => undefined;

  constructor(
    readonly name: string,
    private readonly timeline: Timeline,
    private readonly latency: (what: string) => number,
  ) {}

  get isDead(): boolean {
    return this.#dead;
  }

  get isPaused(): boolean {
    return this.timeline.now < this.#pausedUntil;
  }

  get isAtWork(): boolean {
    return !this.#dead && !this.isPaused;
  }

  /** True time of its death; undefined while it lives. */
  get diedAt(): number | undefined {
    return this.#diedAt;
  }

  /** Its own clock, epoch ms. */
  now(): number {
    return this.timeline.now + this.skew;
  }

  /** `kill -9`: nothing of it goes on. */
  die(): void {
    this.#dead = true;
    this.#diedAt = this.timeline.now;
  }

  /** `kill -STOP`, and `-CONT` after so many ms. */
  pause(ms: number): void {
    this.#pausedUntil = this.timeline.now + ms;
  }

  /** Passes a gate, or waits there for ever. */
  gate(what: string, moment: Point['moment']): Promise<void> {
    return new Promise((resolve) => this.#comeTo({ what, moment }, resolve));
  }

  /** Something of this replica's that happens after so many ms, if it is alive then. */
  after(ms: number, happen: () => void): Happening {
    let isTakenBack = false;
    const happening = this.timeline.after(ms, () =>
      this.#whenAtWork(() => {
        if (!isTakenBack) happen();
      }),
    );
    return {
      takeBack() {
        isTakenBack = true;
        happening.takeBack();
      },
    };
  }

  #comeTo(point: Point, pass: () => void): void {
    this.timeline.after(this.latency(point.what), () =>
      this.#whenAtWork(() => {
        this.watch(point);
        this.#whenAtWork(pass);
      }),
    );
  }

  #whenAtWork(happen: () => void): void {
    if (this.#dead) return;
    if (this.isPaused) this.timeline.at(this.#pausedUntil, () => this.#whenAtWork(happen));
    else happen();
  }
}

/** How long things take in a world: everything at once, or with the long tail of real networks. */
export type Pace = 'at_once' | 'quick' | 'usual' | 'slow';

/** Draws how long passing a gate takes, ms. */
export function latencies(pace: Pace, random: Random): (what: string) => number {
  const local = (what: string) => what === 'word' || what === 'database' || what === 'start';
  return (what) => {
    switch (pace) {
      case 'at_once':
        return 0;
      case 'quick':
        return random.between(0, 20);
      case 'usual':
        return local(what) ? random.between(0, 5) : random.between(5, 250);
      case 'slow':
        if (local(what)) return random.chance(0.02) ? random.between(100, 3_000) : 2;
        return random.chance(0.1) ? random.between(1_000, 6_000) : random.between(20, 500);
    }
  };
}
