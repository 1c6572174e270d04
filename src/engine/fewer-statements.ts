import { DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import { currentOwnerXid } from '@dbos-inc/dbos-sdk/internal/context';
import {
  DBOSStepNondeterminismError,
  DBOSWorkflowCancelledError,
} from '@dbos-inc/dbos-sdk/internal/error';
import { SystemDatabase, withDbRetry } from '@dbos-inc/dbos-sdk/internal/system_database';
import { ReadAhead } from './read-ahead.js';
import { type WordStatements, wordStatements } from './word-statements.js';

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
  dispatched: SystemDatabase.prototype.getWorkflowStatuses,
};

interface Statements {
  readonly readAhead: ReadAhead;
  readonly words: WordStatements;
}

const statements = new WeakMap<SystemDatabase, Statements>();

function statementsOf(database: SystemDatabase): Statements {
  const known = statements.get(database);
  if (known) return known;
  const { pool } = database;
  const made = { readAhead: new ReadAhead(pool), words: wordStatements(pool) };
  statements.set(database, made);
  return made;
}

/**
 * From now on, for every DBOS of this process. `onEnded` hears of each workflow that has ended, once its
 * end is recorded. May be called again.
 */
export function useFewerStatements(onEnded: () => void): void {
  Object.assign(SystemDatabase.prototype, {
    initWorkflowStatus: start,
    checkIfCanceled: leftToTheRead,
    getOperationResultAndThrowIfCancelled: readWord,
    recordOperationResult: recordWord,
    async recordWorkflowOutput(this: SystemDatabase, ...of: Parameters<RecordEnd>) {
      const isRecorded = await recordEnd.apply(this, of);
      onEnded();
      return isRecorded;
    },
    getWorkflowStatuses: dispatched,
  });
}

/** Before each step DBOS asks twice: by this, and once more with the read of what is recorded. */
async function leftToTheRead(): Promise<void> {}

type Start = SystemDatabase['initWorkflowStatus'];
type Read = SystemDatabase['getOperationResultAndThrowIfCancelled'];
type Record = SystemDatabase['recordOperationResult'];
type RecordEnd = SystemDatabase['recordWorkflowOutput'];
type Dispatched = SystemDatabase['getWorkflowStatuses'];

/** What the queue has just given to this replica. What was begun before is run again from its first word. */
async function dispatched(
  this: SystemDatabase,
  ...of: Parameters<Dispatched>
): ReturnType<Dispatched> {
  const statuses = await dbos.dispatched.apply(this, of);
  for (const { workflowUUID, recoveryAttempts = 0 } of statuses.values()) {
    // This claim is counted, too.
    if (recoveryAttempts > 1) statementsOf(this).readAhead.expect(workflowUUID);
  }
  return statuses;
}

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

/**
 * What is recorded of a word. Where nothing is, its body comes next: it is made sure here that the
 * workflow is still this replica's, so that a step needs no question of its own.
 */
function readWord(this: SystemDatabase, ...of: Parameters<Read>): ReturnType<Read> {
  const [workflowId, place] = of;
  const owner = currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.read.apply(this, of);
  const { readAhead, words } = statementsOf(this);
  return withDbRetry(async () => {
    const said = await readAhead.word(workflowId, place);
    if (said) return said;
    const word = await words.read.ask({ workflowId, place });
    if (word.status === 'CANCELLED') throw new DBOSWorkflowCancelledError(workflowId);
    if (word.function_name !== null) {
      const { output, error, child_workflow_id: childWorkflowID } = word;
      const { function_name: functionName, serialization } = word;
      return { output, error, childWorkflowID, functionName, serialization };
    }
    if (word.owner_xid !== owner) throw new DBOSWorkflowConflictError(workflowId);
    return undefined;
  });
}

/** Records a word under the lock of its workflow's row: only while it is this replica's. */
function recordWord(this: SystemDatabase, ...of: Parameters<Record>): ReturnType<Record> {
  const [workflowId, place, name, checksConflict, begunAt, endedAt, options = {}] = of;
  const owner = currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.record.apply(this, of);
  const { output = null, error = null, childWorkflowID, serialization = null } = options;
  const said = {
    ...{ workflowId, place, name, output, error, childWorkflowId: childWorkflowID ?? null },
    ...{ begunAt, endedAt, serialization, owner },
  };
  return withDbRetry(async () => {
    const recorded = await statementsOf(this).words.record.ask(said);
    if (recorded === null) throw new DBOSWorkflowConflictError(workflowId);
    // Recorded before with another time: by this execution, which has said two words in one place.
    if (checksConflict && recorded !== endedAt) {
      throw new DBOSStepNondeterminismError(workflowId, place);
    }
  });
}

/** Records a workflow's end; false where it was not this replica's to write. */
function recordEnd(this: SystemDatabase, ...of: Parameters<RecordEnd>): ReturnType<RecordEnd> {
  const [workflowId, { output }, ownerXid] = of;
  const owner = ownerXid ?? currentOwnerXid(workflowId);
  if (owner === undefined) return dbos.end.apply(this, of);
  statementsOf(this).readAhead.forget(workflowId);
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
