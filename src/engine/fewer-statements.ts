import { DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import { currentOwnerXid } from '@dbos-inc/dbos-sdk/internal/context';
import {
  DBOSStepNondeterminismError,
  DBOSWorkflowCancelledError,
} from '@dbos-inc/dbos-sdk/internal/error';
import { SystemDatabase, withDbRetry } from '@dbos-inc/dbos-sdk/internal/system_database';

/*
 * What DBOS asks and writes for each word, in one statement where it takes three or four: statements
 * are the larger part of what a cancellation costs. Each keeps what DBOS's own promises, and is bound to
 * its pinned version. Without a token of ownership there is nothing to check: DBOS's own runs then.
 */

const dbos = {
  start: SystemDatabase.prototype.initWorkflowStatus,
  read: SystemDatabase.prototype.getOperationResultAndThrowIfCancelled,
  record: SystemDatabase.prototype.recordOperationResult,
  end: SystemDatabase.prototype.recordWorkflowOutput,
};

/** From now on, for every DBOS of this process. May be called again. */
export function useFewerStatements(): void {
  Object.assign(SystemDatabase.prototype, {
    initWorkflowStatus: start,
    checkIfCanceled: leftToTheRead,
    getOperationResultAndThrowIfCancelled: readWord,
    recordOperationResult: recordWord,
    recordWorkflowOutput: recordEnd,
  });
}

/** Before each step DBOS asks twice: by this, and once more with the read of what is recorded. */
async function leftToTheRead(): Promise<void> {}

type Start = SystemDatabase['initWorkflowStatus'];
type Read = SystemDatabase['getOperationResultAndThrowIfCancelled'];
type Record = SystemDatabase['recordOperationResult'];
type RecordEnd = SystemDatabase['recordWorkflowOutput'];

/**
 * Writes a workflow that nobody has started yet, with its input. What there is already, and what is
 * more than a plain start, DBOS looks after itself.
 */
function start(this: SystemDatabase, ...of: Parameters<Start>): ReturnType<Start> {
  const [workflow, creator, client, policy = 'return-existing'] = of;
  const isPlain = !client && creator !== null && policy === 'return-existing';
  if (!isPlain || workflow.deduplicationID !== undefined || workflow.isDebounced) {
    return dbos.start.apply(this, of);
  }
  const { status, serialization } = workflow;
  return withDbRetry(async () => {
    const { rowCount } = await this.pool.query(
      `with started as (
         insert into dbos.workflow_status (workflow_uuid, status, name, class_name, config_name,
           queue_name, authenticated_user, assumed_role, authenticated_roles, executor_id,
           application_version, application_id, recovery_attempts, workflow_timeout_ms,
           workflow_deadline_epoch_ms, priority, queue_partition_key, forked_from,
           parent_workflow_id, serialization, creator_xid, delay_until_epoch_ms, attributes,
           schedule_name, is_debounced, application_name, owner_xid)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           $19, $20, $21, $22, $23, $24, false, $25, $26)
         on conflict (workflow_uuid) do nothing
         returning workflow_uuid
       )
       insert into dbos.workflow_input (workflow_uuid, inputs)
       select workflow_uuid, $27 from started`,
      [
        ...[workflow.workflowUUID, status, workflow.workflowName],
        ...[workflow.workflowClassName || null, workflow.workflowConfigName || null],
        ...[workflow.queueName ?? null, workflow.authenticatedUser, workflow.assumedRole],
        ...[JSON.stringify(workflow.authenticatedRoles), workflow.executorId],
        ...[workflow.applicationVersion ?? null, workflow.applicationID],
        // A direct start runs at once; the others are counted where they are taken from the queue.
        ...[status === 'PENDING' ? 1 : 0, workflow.timeoutMS ?? null],
        ...[workflow.deadlineEpochMS ?? null, workflow.priority],
        ...[workflow.queuePartitionKey ?? null, workflow.forkedFrom ?? null],
        ...[workflow.parentWorkflowID ?? null, serialization, creator],
        ...[workflow.delayUntilEpochMS ?? null],
        ...[workflow.attributes ? JSON.stringify(workflow.attributes) : null],
        ...[workflow.scheduleName ?? null, workflow.applicationName ?? null],
        ...[status === 'PENDING' ? creator : null, workflow.input ?? null],
      ],
    );
    if (rowCount !== 1) return dbos.start.apply(this, of);
    return { status, shouldExecuteOnThisExecutor: true, serialization };
  });
}

interface Word {
  readonly status: string;
  readonly owner_xid: string | null;
  /** Null where nothing is recorded: a name always is. */
  readonly function_name: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly child_workflow_id: string | null;
  readonly serialization: string | null;
}

/**
 * What is recorded of a word. Where nothing is, its body comes next: it is made sure here that the
 * workflow is still this replica's, so that a step needs no question of its own.
 */
function readWord(this: SystemDatabase, ...of: Parameters<Read>): ReturnType<Read> {
  const [workflowId, place] = of;
  const owner = currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.read.apply(this, of);
  return withDbRetry(async () => {
    const { rows } = await this.pool.query<Word>(
      `select workflow.status, workflow.owner_xid, word.function_name, word.output, word.error,
         word.child_workflow_id, word.serialization
       from dbos.workflow_status as workflow
       left join dbos.operation_outputs as word
         on word.workflow_uuid = workflow.workflow_uuid and word.function_id = $2
       where workflow.workflow_uuid = $1`,
      [workflowId, place],
    );
    const word = rows[0];
    if (word?.status === 'CANCELLED') throw new DBOSWorkflowCancelledError(workflowId);
    if (word && word.function_name !== null) {
      const { output, error, child_workflow_id: childWorkflowID } = word;
      const { function_name: functionName, serialization } = word;
      return { output, error, childWorkflowID, functionName, serialization };
    }
    if (word?.owner_xid !== owner) throw new DBOSWorkflowConflictError(workflowId);
    return undefined;
  });
}

/** Records a word under the lock of its workflow's row: only while it is this replica's. */
function recordWord(this: SystemDatabase, ...of: Parameters<Record>): ReturnType<Record> {
  const [workflowId, place, name, checksConflict, begunAt, endedAt, options = {}] = of;
  const owner = currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.record.apply(this, of);
  const { output, error, childWorkflowID, serialization } = options;
  return withDbRetry(async () => {
    const { rows } = await this.pool.query<{ ended_at: string | number }>(
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
        ...[workflowId, place, output ?? null, error ?? null, name, childWorkflowID ?? null],
        ...[begunAt, endedAt, serialization ?? null, owner],
      ],
    );
    const recorded = rows[0];
    if (!recorded) throw new DBOSWorkflowConflictError(workflowId);
    // Recorded before with another time: by this execution, which has said two words in one place.
    if (checksConflict && Number(recorded.ended_at) !== endedAt) {
      throw new DBOSStepNondeterminismError(workflowId, place);
    }
  });
}

/** Records a workflow's end; false where it was not this replica's to write. */
function recordEnd(this: SystemDatabase, ...of: Parameters<RecordEnd>): ReturnType<RecordEnd> {
  const [workflowId, { output }, ownerXid] = of;
  const owner = ownerXid ?? currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.end.apply(this, of);
  return withDbRetry(async () => {
    const { rowCount } = await this.pool.query(
      `with ended as (
         update dbos.workflow_status
         set status = $4, updated_at = (extract(epoch from now()) * 1000)::bigint,
           completed_at = (extract(epoch from now()) * 1000)::bigint,
           deduplication_id = null, owner_xid = null
         where workflow_uuid = $1 and status = 'PENDING' and owner_xid = $2
         returning workflow_uuid
       )
       insert into dbos.workflow_output (workflow_uuid, output, error)
       select workflow_uuid, $3, null from ended
       on conflict (workflow_uuid) do update set output = excluded.output, error = excluded.error`,
      [workflowId, owner, output ?? null, 'SUCCESS'],
    );
    return rowCount === 1;
  });
}
