import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { v4 as uuid } from 'uuid';
import type { Metrics } from '../metrics.js';
import { DatabaseWatch } from '../storage/database-watch.js';
import { type Beats, beatsOf } from './beats.js';
import { isFresh, type Look, looked, moment } from './silence.js';

/** ms */
export const BEAT_EVERY = 2_000;
/** After a beat that failed: the database may be back. ms */
const AGAIN = 1_000;
/**
 * Without a sign of life for this long a replica is taken over; and it stops before doing more. Its runs
 * go on well within 30 s, the time to see it and to take up the work included. ms
 */
export const LIMIT = 8_000;
/** Two looks further apart than this saw nothing of what was between them. ms */
const LONGEST_GAP = 5_000;

export interface PulseSettings {
  readonly aside: Pool;
  readonly replicaId: string;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** The process must stop at once, without writing more. */
  readonly onFatal: (why: string) => void;
}

/** Looks after the others, as they were just seen. */
export type Sweep = (look: Look) => Promise<void>;

/**
 * This replica's signs of life among the others, and what it learns by them: whether the database
 * is there, whether it was taken over, who else is alive.
 */
export class Pulse {
  readonly watch: DatabaseWatch;
  readonly #settings: PulseSettings;
  readonly #beats: Beats;
  #beatAt = moment();
  #look: Look | undefined;
  #sweep: Sweep | undefined;
  #passing: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  private constructor(settings: PulseSettings) {
    const { aside, replicaId } = settings;
    this.#settings = settings;
    this.#beats = beatsOf(aside, replicaId, uuid());
    this.watch = new DatabaseWatch(() => this.#pass());
  }

  /** Begins under this name. An older process that still runs under it ends at its next beat. */
  static async begin(settings: PulseSettings): Promise<Pulse> {
    const pulse = new Pulse(settings);
    await pulse.#beats.enter();
    pulse.#beatAt = moment();
    pulse.#schedule(BEAT_EVERY);
    return pulse;
  }

  /** From now on looks after the others too. */
  lookAfterOthers(sweep: Sweep): void {
    this.#sweep = sweep;
  }

  /**
   * Resolves once this replica may act: it beat lately, and was not taken over. Waits while the
   * database is away; never resolves for one whose runs go on elsewhere.
   */
  async sure(): Promise<void> {
    while (this.#ended || !isFresh(this.#beatAt, moment(), LIMIT)) {
      if (this.#ended) await new Promise(() => undefined);
      if (!(await this.#pass())) await pause(AGAIN);
    }
  }

  /** Says that it goes: what it leaves in flight is taken up by the others at once. */
  async leave(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#passing;
    // Where the database is away just now, they notice the silence.
    await this.#beats.leave().catch(() => undefined);
  }

  #schedule(delay: number): void {
    if (this.#ended) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const isThere = await this.#pass();
      this.#schedule(isThere ? BEAT_EVERY : AGAIN);
    }, delay);
  }

  /** One beat at a time; who asks meanwhile gets the one under way. False: the database is away. */
  #pass(): Promise<boolean> {
    this.#passing ??= this.#beat().finally(() => {
      this.#passing = undefined;
    });
    return this.#passing;
  }

  async #beat(): Promise<boolean> {
    const { metrics, log, replicaId } = this.#settings;
    // Before the statement goes out: the others count from later on, never from earlier.
    const begun = moment();
    try {
      const heard = await this.#beats.beat();
      if (this.#ended) return true;
      if (heard !== 'beating') this.#end(FAREWELL[heard](replicaId));
      else this.#beatAt = begun;
      const seen = await this.#beats.all();
      this.#look = looked(this.#look, seen, performance.now(), LONGEST_GAP);
      if (this.watch.awaySince !== undefined)
        log.warn({ code: 'database_back' }, 'the database is back');
      this.watch.found(true);
      metrics.databaseUp.set(1);
    } catch (error) {
      if (this.watch.awaySince === undefined)
        log.error({ err: error, code: 'database_unavailable' }, 'the database is away');
      this.watch.found(false);
      metrics.databaseUp.set(0);
      return false;
    }
    await this.#sweepOthers(this.#look);
    return true;
  }

  async #sweepOthers(look: Look): Promise<void> {
    if (this.#ended) return;
    try {
      await this.#sweep?.(look);
    } catch (error) {
      this.#settings.log.warn(
        { err: error, code: 'sweep_failed' },
        'looking after the other replicas failed',
      );
    }
  }

  #end(why: string): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#settings.onFatal(why);
  }
}

const FAREWELL = {
  taken_over: (id: string) =>
    `Replica ${id} was silent for too long, and its runs go on elsewhere: it ends, to be started anew`,
  replaced: (id: string) =>
    `Another process has started as replica ${id}, and this one ends: give each its own REPLICA_ID`,
} as const;
