import type { Client } from 'pg';
import { NOW } from '../../replicas/beats.js';
import { type Finding, ok } from '../finding.js';

const ABOUT = 'replicas';
/** Whose newest beat is older is asleep or gone (docs/engine.md, «Several replicas»). ms */
const SILENT = 10_000;

/** Who works on this database just now. */
export async function replicaFindings(client: Client): Promise<readonly Finding[]> {
  const { rows: tables } = await client.query<{ made: boolean }>(
    "select to_regclass('opsguide.replicas') is not null as made",
  );
  if (!tables[0]?.made) return [];
  const { rows } = await client.query<{ name: string }>(
    `select replica_id as name from opsguide.replicas where beat_at > ${NOW} - $1 order by 1`,
    [SILENT],
  );
  if (rows.length === 0) return [ok(ABOUT, 'none at work')];
  return [ok(ABOUT, `at work: ${rows.map(({ name }) => name).join(', ')}`)];
}
