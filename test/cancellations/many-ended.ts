import { CompiledQuery, type Kysely, type KyselyPlugin, sql } from 'kysely';
import { z } from 'zod';
import { storable } from '../../src/storage/storable.js';
import type { Tables } from '../../src/storage/tables.js';
import { cancelled, effect } from '../slack/render/runs.js';
import type { World } from './world.js';

/** So many runs that ended long ago, of `U0` to `U49` in turn, the newest requested at that number. */
export async function manyEnded({ db }: World, count: number): Promise<void> {
  const record = storable({ ...cancelled(), effect: { ...effect(), window: 'closed' } });
  await sql`
    insert into opsguide.cancellations
      (run_id, order_id, requester, state, live, version, requested_at, record)
    select id, 'ORD-' || n, 'U' || n % 50, 'cancelled', false, 1, n,
      jsonb_set(${record}::jsonb, '{runId}', to_jsonb(id))
        || jsonb_build_object('orderId', 'ORD-' || n)
    from (select gen_random_uuid() as id, n from generate_series(1, ${count}::int) n) as many`.execute(
    db,
  );
  await sql`analyze opsguide.cancellations`.execute(db);
}

export interface Asked {
  readonly text: string;
  /** Those of tables and indexes that the database went through for it, also where it left them out. */
  readonly rowsRead: number;
}

/** What was asked of the database in `ask`, which only reads. Each question is put once more. */
export async function askedIn(
  { db }: World,
  ask: (db: Kysely<Tables>) => Promise<unknown>,
): Promise<readonly Asked[]> {
  const queries: CompiledQuery[] = [];
  await ask(db.withPlugin(noting(db, queries)));
  const asked: Asked[] = [];
  for (const { sql: text, parameters } of queries) {
    const { rows } = await db.executeQuery(
      CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters]),
    );
    const [{ 'QUERY PLAN': plans }] = answerSchema.parse(rows);
    asked.push({ text, rowsRead: plans.reduce((sum, { Plan }) => sum + rowsIn(Plan), 0) });
  }
  return asked;
}

const nodeSchema = z.object({
  'Node Type': z.string(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  get Plans() {
    return z.array(nodeSchema).default([]);
  },
});
const answerSchema = z.tuple([
  z.object({ 'QUERY PLAN': z.array(z.object({ Plan: nodeSchema })).min(1) }),
]);

function rowsIn(node: z.output<typeof nodeSchema>): number {
  const own = node['Node Type'].includes('Scan')
    ? (node['Actual Rows'] + node['Rows Removed by Filter']) * node['Actual Loops']
    : 0;
  return node.Plans.reduce((sum, below) => sum + rowsIn(below), own);
}

/** Notes each question as it goes to the database. */
function noting(db: Kysely<Tables>, asked: CompiledQuery[]): KyselyPlugin {
  return {
    transformQuery({ node, queryId }) {
      asked.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
