import { type Entry, entryHash, GENESIS, type Head } from './chain.js';
import type { Finding } from './finding.js';
import { HeadWatch, type NotedHead } from './heads.js';

/** What is named at the most; of the rest it is said how many there are. */
const NAMED = 100;

export interface Verified {
  readonly count: number;
  readonly head: Head;
  readonly findings: readonly Finding[];
  /** Findings that are not named. */
  readonly more: number;
}

/** The entry that was taken last, and what is to be known of it before the next one is judged. */
interface Last {
  readonly entry: Entry;
  /** Something is wrong with it, or it explains by itself why the next one does not follow. */
  readonly isFaulty: boolean;
  /** It does not follow from the one before, though its own hash is good: the next one decides. */
  readonly suspect?: Entry | undefined;
}

/**
 * Judges the entries one after the other, in the order of their numbers, and keeps no more of them
 * than what it names. Goes on behind a fault with the hash that stands there, so that one fault does
 * not hide the next.
 */
export class Inspection {
  #last: Last | undefined;
  #count = 0;
  #more = 0;
  readonly #findings: Finding[] = [];
  /** Those whose fields do not fit their hash: perhaps another's number is all that is wrong. */
  readonly #changed: { readonly at: number; readonly entry: Entry }[] = [];
  readonly #heads: HeadWatch;

  constructor(heads: readonly NotedHead[] = []) {
    this.#heads = new HeadWatch(heads);
  }

  take(entry: Entry): void {
    this.#count += 1;
    this.#heads.see(entry);
    const { seq } = entry;
    const expected = (this.#last?.entry.seq ?? 0) + 1;
    if (seq < expected) {
      const words =
        seq === expected - 1 ? 'stands beside another of this number' : 'no number of the trail';
      this.#find({ seq, wrong: 'inserted', entry, words });
      // Which of two is the right one is not known: neither blames the next one.
      if (this.#last) this.#last = { ...this.#last, isFaulty: true };
      return;
    }
    if (seq > expected) {
      const words = `missing before entry ${seq}`;
      this.#find({ seq: expected, to: seq - 1, wrong: 'removed', words });
    }
    this.#last = this.#judge(entry, seq > expected);
  }

  /** Nothing comes any more. */
  end(): Verified {
    // The newest has nobody behind it to vouch for it: who rewrote it would have linked it.
    if (this.#last?.suspect) this.#replaced(this.#last.suspect, this.#last.entry);
    this.#nameMoved();
    const { seq, hash } = this.#last?.entry ?? { seq: 0, hash: GENESIS };
    const head = { seq, hash };
    for (const finding of this.#heads.unmet(head)) this.#find(finding);
    return { count: this.#count, head, findings: this.#findings, more: this.#more };
  }

  #judge(entry: Entry, behindGap: boolean): Last {
    const { seq, previous_hash, hash } = entry;
    const before = this.#last;
    const previous = before?.entry.hash ?? GENESIS;
    const follows = behindGap || previous_hash === previous;
    this.#settleSuspect(follows);
    if (entryHash(previous_hash, entry) !== hash) {
      this.#changedEntry(entry, behindGap ? undefined : previous);
      return { entry, isFaulty: true };
    }
    if (follows) return { entry, isFaulty: false };
    if (!before) {
      const words = 'follows another one, and is numbered as the first';
      this.#find({ seq, wrong: 'replaced', entry, words });
      return { entry, isFaulty: true };
    }
    return before.isFaulty
      ? { entry, isFaulty: false }
      : { entry, isFaulty: false, suspect: before.entry };
  }

  /** Two do not fit: the one that the next was written after is the right one. */
  #settleSuspect(isVouchedFor: boolean): void {
    const last = this.#last;
    if (!last?.suspect) return;
    if (isVouchedFor) this.#replaced(last.suspect, last.entry);
    else {
      const { entry } = last;
      const words = `neither follows entry ${entry.seq - 1} nor is followed by the next one`;
      this.#find({ seq: entry.seq, wrong: 'replaced', entry, words });
      this.#last = { entry, isFaulty: true };
    }
  }

  #replaced(entry: Entry, next: Entry): void {
    const words = `written anew, perhaps with some before it: entry ${next.seq} was written after another`;
    this.#find({ seq: entry.seq, wrong: 'replaced', entry, words });
  }

  #changedEntry(entry: Entry, previous: string | undefined): void {
    const isLink = previous !== undefined && entryHash(previous, entry) === entry.hash;
    const words = isLink
      ? 'its previous_hash is not the one that was written'
      : 'its fields (at, run_id, order_id, event, actor, data) or its hash are not those that were written';
    if (!isLink && this.#findings.length < NAMED) {
      this.#changed.push({ at: this.#findings.length, entry });
    }
    this.#find({ seq: entry.seq, wrong: 'changed', entry, words });
  }

  /** An entry that fits its hash under the number of another fault was that one. */
  #nameMoved(): void {
    const numbers = this.#findings.flatMap(({ seq, to = seq }) =>
      Array.from({ length: Math.min(to - seq + 1, NAMED) }, (_, nth) => seq + nth),
    );
    for (const { at, entry } of this.#changed) {
      const { seq, previous_hash, hash } = entry;
      const was = numbers.find((one) => entryHash(previous_hash, { ...entry, seq: one }) === hash);
      if (was === undefined) continue;
      this.#findings[at] = { seq, wrong: 'moved', entry, words: `it was written as entry ${was}` };
    }
  }

  #find(finding: Finding): void {
    if (this.#findings.length < NAMED) this.#findings.push(finding);
    else this.#more += 1;
  }
}
