import type { Pool } from 'pg';
import { openDatabase, type Storage } from '../../src/storage/open-database.js';
import { copiedId } from './copied-id.js';

/** So many in one statement: the embedded database holds all of them in memory meanwhile. */
const AT_ONCE = 500;

interface Table {
  readonly name: string;
  /** But those that the database fills in. */
  readonly columns: readonly string[];
}

/**
 * Makes a run many, where the bot is down: every row of it in the bot's tables and the engine's is
 * copied, with ids of its own. Thousands that wait would otherwise take longer to make than to
 * measure. The audit trail is left as it is: copies would break its chain.
 */
export async function makeMany(
  storage: Storage,
  orderId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const { pool, close } = await openDatabase(storage, {
    onLockLost: () => undefined,
    onConnectionLost: () => undefined,
  });
  try {
    const { rows } = await pool.query<{ run_id: string; key: string | null }>(
      `select run_id, record #>> '{intent,key}' as key from opsguide.cancellations
       where order_id = $1`,
      [orderId],
    );
    const run = rows[0];
    if (!run) throw new Error(`There is no run for ${orderId}`);
    for (const table of await tablesIn(pool)) {
      const rows = await rowsOf(pool, table, run.run_id);
      for (let first = from + 1; first <= to; first += AT_ONCE) {
        const last = Math.min(to, first + AT_ONCE - 1);
        const names = table.columns.map((column) => `"${column}"`).join(', ');
        await pool.query(
          `insert into ${table.name} (${names})
           select ${table.columns.map((column) => `(copy)."${column}"`).join(', ')} from (
             select jsonb_populate_record(null::${table.name},
               replace(replace(replace(row, $1, ${copiedId('$1 || place')}),
                 $2, ${copiedId('$2 || place')}), $3, $3 || '-' || place)::jsonb) as copy
             from unnest($6::text[]) as row, generate_series($4::int, $5::int) as place
           ) as copies`,
          [run.run_id, run.key ?? 'no key', orderId, first, last, rows],
        );
      }
    }
  } finally {
    await close();
  }
}

/** What names a run in a table, where it is named in one place: rows of others may be a million. */
const NAMING = ['run_id', 'about', 'workflow_uuid'];

/** The rows that speak of the run, as JSON. */
async function rowsOf(pool: Pool, { name, columns }: Table, runId: string) {
  const naming = NAMING.find((column) => columns.includes(column));
  const { rows } = await pool.query<{ row: string }>(
    `select to_jsonb(one)::text as row from ${name} as one
     where ${naming ? `"${naming}"::text` : 'to_jsonb(one)::text'} like '%' || $1 || '%'`,
    [runId],
  );
  return rows.map(({ row }) => row);
}

async function tablesIn(pool: Pool): Promise<readonly Table[]> {
  const { rows } = await pool.query<{ name: string; column: string }>(`
    select format('%I.%I', table_schema, table_name) as name, column_name as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema in ('opsguide', 'dbos') and table_type = 'BASE TABLE'
      and is_identity = 'NO' and is_generated = 'NEVER'
      and (table_schema, table_name) not in (('opsguide', 'audit'), ('opsguide', 'clicks'))
    order by table_schema = 'opsguide' desc,
      case table_name when 'cancellations' then 0 when 'workflow_status' then 0 else 1 end,
      table_name, ordinal_position`);
  const tables = new Map<string, string[]>();
  for (const { name, column } of rows) tables.set(name, [...(tables.get(name) ?? []), column]);
  return [...tables].map(([name, columns]) => ({ name, columns }));
}
