import { type Finding, fail, ok } from './finding.js';

/** What another one's clock read, between our asking and its answer. Epoch ms. */
export interface Reading {
  readonly asked: number;
  readonly answered: number;
  readonly theirs: number;
  /** How coarse it is: a `Date` header tells whole seconds. ms */
  readonly grain: number;
}

/** The clocks that were read on the way, each once is enough. */
export class Clocks {
  readonly #off = new Map<string, number>();

  constructor(readonly now: () => number) {}

  read(whose: string, { asked, answered, theirs, grain }: Reading): void {
    // Within the time that the answer took nothing is known: it counts as none.
    const behind = Math.max(0, asked - (theirs + grain));
    const ahead = Math.max(0, theirs - answered);
    this.#off.set(whose, ahead - behind);
  }

  /** The same by the `Date` header of an answer that was waited for since `asked`. */
  readHeader(whose: string, asked: number, header: string | null | undefined): void {
    const theirs = Date.parse(header ?? '');
    if (Number.isNaN(theirs)) return;
    this.read(whose, { asked, answered: this.now(), theirs, grain: 1_000 });
  }

  /** product.md: `CLOCK_SKEW` is how far a clock may be off. ms */
  findings(limit: number): readonly Finding[] {
    const inOrder = [...this.#off].toSorted(([one], [other]) => one.localeCompare(other));
    return inOrder.map(([whose, off]) => {
      const about = `clock of ${whose}`;
      const seconds = Math.round(Math.abs(off) / 1_000);
      const found = `${seconds} s ${off > 0 ? 'ahead of' : 'behind'} ours`;
      if (seconds === 0) return ok(about, 'agrees with ours');
      if (Math.abs(off) <= limit) return ok(about, `${found}, within CLOCK_SKEW`);
      const advice = 'Let both keep time by NTP, or raise CLOCK_SKEW';
      return fail(about, `${found}; CLOCK_SKEW allows ${limit / 1_000} s`, advice);
    });
  }
}
