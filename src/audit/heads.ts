import { type Entry, GENESIS, type Head } from './chain.js';
import type { Finding } from './finding.js';

/** A head as it was noted elsewhere; without its number where only the hash was kept. */
export interface NotedHead {
  readonly seq?: number;
  readonly hash: string;
}

/** `42:9f86…`: how a head is logged, exported and given back. */
export function writtenHead({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}

/** Reads `SEQ:HASH`, or the hash alone; undefined where it is neither. */
export function readNotedHead(text: string): NotedHead | undefined {
  const [, seq, hash] = /^(?:(\d{1,15}):)?([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (hash === undefined) return undefined;
  return { ...(seq !== undefined && { seq: Number(seq) }), hash: hash.toLowerCase() };
}

/** Looks for heads that were noted while the trail goes by: each must be met. */
export class HeadWatch {
  #open: readonly NotedHead[];
  readonly #other = new Map<number, Entry>();

  constructor(heads: readonly NotedHead[]) {
    const isStart = ({ seq = 0, hash }: NotedHead) => seq === 0 && hash === GENESIS;
    this.#open = heads.filter((head) => !isStart(head));
  }

  see(entry: Entry): void {
    const { seq, hash } = entry;
    if (this.#open.some((head) => head.seq === seq)) this.#other.set(seq, entry);
    this.#open = this.#open.filter(
      (head) => head.hash !== hash || (head.seq !== undefined && head.seq !== seq),
    );
  }

  /** What was not met. `end` is where the trail ends. */
  unmet(end: Head): readonly Finding[] {
    return this.#open.map(({ seq, hash }): Finding => {
      if (seq === undefined) {
        const words = `no entry has the hash ${hash}: the trail was cut or written anew`;
        return { seq: end.seq, wrong: 'rewritten', words };
      }
      if (seq > end.seq) {
        const words = `the trail reached entry ${seq} when this head was noted, and ends at ${end.seq}`;
        return { seq: end.seq + 1, to: seq, wrong: 'cut', words };
      }
      const entry = this.#other.get(seq);
      const words = 'it had another hash when this head was noted';
      return { seq, wrong: 'rewritten', words, ...(entry && { entry }) };
    });
  }
}
