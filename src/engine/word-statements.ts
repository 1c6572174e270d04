import type { SystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { type Place, Together } from './together.js';

/** How a workflow stands, and what is recorded of it in that place. */
export interface Word {
  readonly status: string | null;
  readonly owner_xid: string | null;
  /** Null where nothing is recorded: a name always is. */
  readonly function_name: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly child_workflow_id: string | null;
  readonly serialization: string | null;
}

/** A word to be recorded by the owner of its workflow. */
export interface Said extends Place {
  readonly name: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly childWorkflowId: string | null;
  readonly begunAt: number;
  readonly endedAt: number;
  readonly serialization: string | null;
  readonly owner: string;
}

/** When what is recorded now had ended; null where the workflow is not the owner's. Epoch ms */
type EndedAt = number | null;

const NOWHERE: Word = {
  ...{ status: null, owner_xid: null, function_name: null, output: null, error: null },
  ...{ child_workflow_id: null, serialization: null },
};

/** What is asked and written of words, of many at once where many are said. */
export interface WordStatements {
  readonly read: Together<Place, Word>;
  readonly record: Together<Said, EndedAt>;
}

type Pool = SystemDatabase['pool'];

export function wordStatements(pool: Pool): WordStatements {
  return {
    read: new Together({
      one: (place) => readOne(pool, place),
      many: (places) => readMany(pool, places),
    }),
    record: new Together({
      one: (said) => recordOne(pool, said),
      many: (all) => recordMany(pool, all),
    }),
  };
}

async function readOne(pool: Pool, { workflowId, place }: Place): Promise<Word> {
  const { rows } = await pool.query<Word>(
    `select workflow.status, workflow.owner_xid, word.function_name, word.output, word.error,
       word.child_workflow_id, word.serialization
     from dbos.workflow_status as workflow
     left join dbos.operation_outputs as word
       on word.workflow_uuid = workflow.workflow_uuid and word.function_id = $2
     where workflow.workflow_uuid = $1`,
    [workflowId, place],
  );
  return rows[0] ?? NOWHERE;
}

async function readMany(pool: Pool, places: readonly Place[]): Promise<readonly Word[]> {
  const { rows } = await pool.query<Word>(
    `select workflow.status, workflow.owner_xid, word.function_name, word.output, word.error,
       word.child_workflow_id, word.serialization
     from unnest($1::text[], $2::integer[]) with ordinality as asked (workflow_uuid, place, turn)
     left join dbos.workflow_status as workflow on workflow.workflow_uuid = asked.workflow_uuid
     left join dbos.operation_outputs as word
       on word.workflow_uuid = asked.workflow_uuid and word.function_id = asked.place
     order by asked.turn`,
    [places.map(({ workflowId }) => workflowId), places.map(({ place }) => place)],
  );
  return rows;
}

async function recordOne(pool: Pool, said: Said): Promise<EndedAt> {
  const { rows } = await pool.query<{ ended_at: string | number }>(
    `insert into dbos.operation_outputs (workflow_uuid, function_id, output, error, function_name,
       child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms, serialization,
       application_name, retention_timestamp)
     select $1, $2::integer, $3, $4, $5, $6, $7::bigint, $8::bigint, $9, workflow.application_name,
       (extract(epoch from now()) * 1000)::bigint
     from dbos.workflow_status as workflow
     where workflow.workflow_uuid = $1 and workflow.owner_xid = $10
     for no key update
     on conflict (workflow_uuid, function_id) do update
       set completed_at_epoch_ms = operation_outputs.completed_at_epoch_ms
     returning completed_at_epoch_ms as ended_at`,
    [
      ...[said.workflowId, said.place, said.output, said.error, said.name, said.childWorkflowId],
      ...[said.begunAt, said.endedAt, said.serialization, said.owner],
    ],
  );
  return rows[0] ? Number(rows[0].ended_at) : null;
}

interface Recorded {
  readonly workflow_uuid: string;
  readonly place: number;
  readonly ended_at: string | number;
}

/** In the order of their workflows, so that two such statements never lock each other out. */
async function recordMany(pool: Pool, all: readonly Said[]): Promise<readonly EndedAt[]> {
  const { rows } = await pool.query<Recorded>(
    `insert into dbos.operation_outputs (workflow_uuid, function_id, output, error, function_name,
       child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms, serialization,
       application_name, retention_timestamp)
     select said.workflow_uuid, said.place, said.output, said.error, said.name, said.child,
       said.begun_at, said.ended_at, said.serialization, workflow.application_name,
       (extract(epoch from now()) * 1000)::bigint
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
       $7::bigint[], $8::bigint[], $9::text[], $10::text[]) as said (workflow_uuid, place, output,
       error, name, child, begun_at, ended_at, serialization, owner)
     join dbos.workflow_status as workflow
       on workflow.workflow_uuid = said.workflow_uuid and workflow.owner_xid = said.owner
     order by said.workflow_uuid, said.place
     for no key update of workflow
     on conflict (workflow_uuid, function_id) do update
       set completed_at_epoch_ms = operation_outputs.completed_at_epoch_ms
     returning workflow_uuid, function_id as place, completed_at_epoch_ms as ended_at`,
    [
      ...[all.map((said) => said.workflowId), all.map((said) => said.place)],
      ...[all.map((said) => said.output), all.map((said) => said.error)],
      ...[all.map((said) => said.name), all.map((said) => said.childWorkflowId)],
      ...[all.map((said) => said.begunAt), all.map((said) => said.endedAt)],
      ...[all.map((said) => said.serialization), all.map((said) => said.owner)],
    ],
  );
  const key = (workflowId: string, place: number) => `${place} ${workflowId}`;
  const ends = new Map(
    rows.map((row) => [key(row.workflow_uuid, row.place), Number(row.ended_at)]),
  );
  return all.map(({ workflowId, place }) => ends.get(key(workflowId, place)) ?? null);
}
