import type { Random } from './random.js';

/** Something that happens at a moment; taken back, it does not. */
export interface Happening {
  takeBack(): void;
}

interface Entry {
  readonly at: number;
  readonly draw: number;
  readonly happen: () => void;
  takenBack: boolean;
}

/** Nothing that is to be simulated takes more: something turns in a circle without time passing. */
const MOST_AT_ONE_MOMENT = 20_000;

/**
 * The one order of all that happens in a world: by virtual time, and what happens at the same moment
 * in an order that the seed draws. Nothing else lets anything begin.
 */
export class Timeline {
  #now: number;
  readonly #random: Random;
  #waiting: Entry[] = [];
  #happened = 0;

  /** @param start epoch ms */
  constructor(start: number, random: Random) {
    this.#now = start;
    this.#random = random;
  }

  /** True time, epoch ms: no replica's clock need agree. */
  get now(): number {
    return this.#now;
  }

  /** How many things were put on it: while it grows something is still running. */
  get put(): number {
    return this.#happened;
  }

  after(ms: number, happen: () => void): Happening {
    return this.at(this.#now + ms, happen);
  }

  at(moment: number, happen: () => void): Happening {
    this.#happened += 1;
    const at = Math.max(this.#now, Math.ceil(moment));
    const entry: Entry = { at, draw: this.#random.next(), happen, takenBack: false };
    let place = this.#waiting.length;
    while (place > 0 && isBefore(entry, this.#waiting[place - 1])) place -= 1;
    this.#waiting.splice(place, 0, entry);
    return {
      takeBack: () => {
        entry.takenBack = true;
      },
    };
  }

  /** Resolves after so many ms. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /**
   * Lets one thing after the other happen, each only once `settled` says that the one before has
   * come to rest, until nothing waits any more or `until` (epoch ms) is reached.
   */
  async play(settled: () => Promise<void>, until: number): Promise<void> {
    let atThisMoment = 0;
    for (;;) {
      await settled();
      const next = this.#next(until);
      if (!next) break;
      atThisMoment = next.at > this.#now ? 0 : atThisMoment + 1;
      if (atThisMoment > MOST_AT_ONE_MOMENT) throw new Error('Time stands still');
      this.#now = next.at;
      next.happen();
    }
    if (Number.isFinite(until)) this.#now = Math.max(this.#now, until);
  }

  #next(until: number): Entry | undefined {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (next.at > until) return undefined;
      this.#waiting.shift();
      if (!next.takenBack) return next;
    }
    return undefined;
  }
}

function isBefore(one: Entry, other: Entry | undefined): boolean {
  if (!other) return false;
  return one.at === other.at ? one.draw < other.draw : one.at < other.at;
}
