import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import type { Pool } from 'pg';

/** Of this version alone: DBOS goes on with no other. */
export interface Executor {
  readonly executorId: string;
  readonly applicationVersion: string;
}

/** A workflow that an executor holds, by the token of its claim. */
export interface Claim {
  readonly workflowId: string;
  readonly token: string;
}

/** Those who hold workflows of this version, alive or not. */
export async function executorsAtWork(
  pool: Pool,
  applicationVersion: string,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ executor_id: string }>(
    `select distinct executor_id from dbos.workflow_status
     where status = 'PENDING' and application_version = $1 and executor_id is not null`,
    [applicationVersion],
  );
  return rows.map(({ executor_id }) => executor_id);
}

/** Puts what they hold back into its queue, for whoever comes first. Gives how many workflows it was. */
export async function takeUp(executorIds: readonly string[]): Promise<number> {
  const taken = await DBOSExecutor.globalInstance?.recoverPendingWorkflows([...executorIds]);
  return taken?.length ?? 0;
}

/**
 * What this process holds by the record and does not run. The database may break off between a claim
 * and the word of it: then nobody runs it, and DBOS looks again only at the next start.
 */
export async function claimsNotRun(
  pool: Pool,
  { executorId, applicationVersion }: Executor,
): Promise<readonly Claim[]> {
  const { rows } = await pool.query<{ workflow_uuid: string; owner_xid: string }>(
    `select workflow_uuid, owner_xid from dbos.workflow_status
     where status = 'PENDING' and executor_id = $1 and application_version = $2
       and owner_xid is not null`,
    [executorId, applicationVersion],
  );
  const running = DBOSExecutor.globalInstance?.systemDatabase.runningWorkflowMap;
  return rows
    .filter(({ workflow_uuid }) => !running?.has(workflow_uuid))
    .map(({ workflow_uuid: workflowId, owner_xid: token }) => ({ workflowId, token }));
}

/**
 * Takes up claims of this process that nobody runs. They are given to an executor that does not
 * exist, so that DBOS itself puts them back, and nothing else of ours.
 */
export async function takeUpNotRun(
  pool: Pool,
  executorId: string,
  claims: readonly Claim[],
): Promise<number> {
  const nobody = `${executorId}/not-run`;
  await pool.query(
    `update dbos.workflow_status set executor_id = $1
     where status = 'PENDING' and executor_id = $2 and workflow_uuid = any($3::text[])
       and owner_xid = any($4::text[])`,
    [
      nobody,
      executorId,
      claims.map(({ workflowId }) => workflowId),
      claims.map(({ token }) => token),
    ],
  );
  return takeUp([nobody]);
}
