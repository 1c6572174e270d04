import pg from 'pg';

/**
 * How many steps the workflows of one run have that began with its Confirm, as DBOS recorded them in
 * this database: a number for each workflow, of a run in the middle, the largest first.
 */
export async function stepsForARun(url: string): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ steps: string }>(`
      with run as (
        select run_id::text as run_id from opsguide.cancellations
        order by requested_at offset (select count(*) / 2 from opsguide.cancellations) limit 1
      ), began as (
        select created_at from dbos.workflow_status, run
        where workflow_uuid like run.run_id || ':cancel:%'
      )
      select count(step.function_id) as steps
      from run, began, dbos.workflow_status as workflow
      left join dbos.operation_outputs as step using (workflow_uuid)
      where workflow.workflow_uuid like '%' || run.run_id || '%'
        and workflow.created_at >= began.created_at and workflow.status = 'SUCCESS'
      group by workflow.workflow_uuid order by steps desc`);
    if (rows.length === 0) throw new Error('No workflow of a run is recorded');
    return rows.map(({ steps }) => Number(steps));
  } finally {
    await client.end();
  }
}
