import type { Pool } from 'pg';
import type { Beat } from './silence.js';

/** What a replica hears when it beats. */
export type Heard =
  /** All is well. */
  | 'beating'
  /** It was silent for too long: its row is gone, and its runs go on elsewhere. */
  | 'taken_over'
  /** A younger process runs under its name. */
  | 'replaced';

/** The database's clock, epoch ms. */
export const NOW = 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint';

export type Beats = ReturnType<typeof beatsOf>;

/** A replica's row in `opsguide.replicas`, on the connection aside. */
export function beatsOf(aside: Pool, replicaId: string, incarnation: string) {
  const me = [replicaId, incarnation];
  return {
    /** Begins under this name, whoever had it before. Waits where that one is just taken over. */
    async enter(): Promise<void> {
      await aside.query(
        `insert into opsguide.replicas (replica_id, incarnation, beats, beat_at)
         values ($1, $2, 0, ${NOW})
         on conflict (replica_id) do update
           set incarnation = excluded.incarnation, beats = 0, beat_at = excluded.beat_at`,
        me,
      );
    },

    async beat(): Promise<Heard> {
      const { rowCount } = await aside.query(
        `update opsguide.replicas set beats = beats + 1, beat_at = ${NOW}
         where replica_id = $1 and incarnation = $2`,
        me,
      );
      if (rowCount === 1) return 'beating';
      const { rows } = await aside.query('select 1 from opsguide.replicas where replica_id = $1', [
        replicaId,
      ]);
      return rows.length === 1 ? 'replaced' : 'taken_over';
    },

    async all(): Promise<readonly Beat[]> {
      const { rows } = await aside.query<Row>(
        'select replica_id, incarnation, beats from opsguide.replicas',
      );
      return rows.map(({ replica_id: replicaId, ...beat }) => ({ replicaId, ...beat }));
    },

    /** Says that it goes: what it leaves is taken up at once. */
    async leave(): Promise<void> {
      await aside.query(
        'delete from opsguide.replicas where replica_id = $1 and incarnation = $2',
        me,
      );
    },
  };
}

interface Row {
  readonly replica_id: string;
  readonly incarnation: string;
  readonly beats: number;
}
