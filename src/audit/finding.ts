import type { Entry } from './chain.js';

/** What is wrong with an entry, or with the trail as a whole. */
export type Wrong =
  /** It is not there. */
  | 'removed'
  /** A field does not fit its hash. */
  | 'changed'
  /** It stands under another entry's number. */
  | 'moved'
  /** Written anew, hash and all: the next one was written after another. */
  | 'replaced'
  /** Its number is taken, or none. */
  | 'inserted'
  /** A head that was noted lies behind the trail's end. */
  | 'cut'
  /** A head that was noted is not the trail's. */
  | 'rewritten'
  /** The database would not refuse a change just now. */
  | 'unguarded';

/** One thing that is wrong, named as well as it can be known. */
export interface Finding {
  readonly seq: number;
  /** The last one of several in a row. */
  readonly to?: number;
  readonly wrong: Wrong;
  /** As it stands in the database now. */
  readonly entry?: Pick<Entry, 'run_id' | 'order_id' | 'event'>;
  readonly words: string;
}

/** `entry 5 (confirmed, order ORD-1001, run …): changed: …`, on one line. */
export function lineOf({ seq, to, wrong, entry, words }: Finding): string {
  const which = to !== undefined && to !== seq ? `entries ${seq} to ${to}` : `entry ${seq}`;
  const named = entry && [
    entry.event,
    ...(entry.order_id === null ? [] : [`order ${entry.order_id}`]),
    ...(entry.run_id === null ? [] : [`run ${entry.run_id}`]),
  ];
  const about = named ? ` (${named.map(printable).join(', ')})` : '';
  return `${wrong === 'unguarded' ? 'table' : which}${about}: ${wrong}: ${words}`;
}

/** Whoever tampers may have written anything: it must not steer the terminal. */
function printable(text: unknown): string {
  return String(text).replaceAll(/\p{C}/gu, '\uFFFD').slice(0, 128);
}
