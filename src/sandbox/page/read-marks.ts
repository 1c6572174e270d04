/** How far each person has read each channel and each thread. */
export class ReadMarks {
  readonly #marks = new Map<string, string>();

  /** All that stands there up to this `ts` is read. */
  set(place: Place, ts: string): void {
    if (ts > this.#of(place)) this.#marks.set(keyOf(place), ts);
  }

  isRead(place: Place, ts: string): boolean {
    return ts <= this.#of(place);
  }

  #of(place: Place): string {
    return this.#marks.get(keyOf(place)) ?? '';
  }
}

/** Where somebody reads: a channel, or a thread in it. */
export interface Place {
  readonly person: string;
  readonly channel: string;
  /** Its root's `ts`. */
  readonly threadTs?: string | undefined;
}

function keyOf({ person, channel, threadTs = '' }: Place): string {
  return `${person}/${channel}/${threadTs}`;
}
