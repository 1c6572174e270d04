/** A replica's sign of life, as its row shows it. */
export interface Beat {
  readonly replicaId: string;
  /** Tells two processes of one name apart. */
  readonly incarnation: string;
  /** Counts them. */
  readonly beats: number;
}

/** A beat, and since when nothing newer was seen. ms on this process's monotonic clock */
export interface Sighting extends Beat {
  readonly since: number;
}

/** What was seen of the replicas at the last look. */
export interface Look {
  readonly at: number;
  readonly sightings: readonly Sighting[];
}

/**
 * One more look. A beat has stood still only while somebody watched it: after a gap between two looks
 * (the database was away, or this process asleep) everybody gets the whole limit anew. So an outage
 * makes nobody look dead, however long it was. Times in ms.
 */
export function looked(
  before: Look | undefined,
  seen: readonly Beat[],
  at: number,
  longestGap: number,
): Look {
  const known = before && at - before.at <= longestGap ? before.sightings : [];
  return {
    at,
    sightings: seen.map((beat) => ({
      ...beat,
      since: known.find((one) => isSame(one, beat))?.since ?? at,
    })),
  };
}

/** Those without a sign of life for `limit` ms, `me` left out: who looks is alive. */
export function silent({ at, sightings }: Look, me: string, limit: number): readonly Sighting[] {
  return sightings.filter(({ replicaId, since }) => replicaId !== me && at - since >= limit);
}

/** Executors that hold work and have no row: nobody watches over them, so they are gone. */
export function rowless(atWork: readonly string[], { sightings }: Look): readonly string[] {
  const known = new Set(sightings.map(({ replicaId }) => replicaId));
  return atWork.filter((executorId) => !known.has(executorId));
}

/** A moment by both clocks of this process, in ms. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function moment(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

/**
 * Whether a beat is recent enough to act upon. The monotonic clock stands still while a machine
 * sleeps, the other one may be set: where either has gone on too far, one more beat is asked for.
 */
export function isFresh(beat: Moment, now: Moment, limit: number): boolean {
  return now.monotonic - beat.monotonic < limit && Math.abs(now.wall - beat.wall) < limit;
}

function isSame(one: Beat, other: Beat): boolean {
  return (
    one.replicaId === other.replicaId &&
    one.incarnation === other.incarnation &&
    one.beats === other.beats
  );
}
