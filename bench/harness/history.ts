import pg from 'pg';
import { copiedId } from './copied-id.js';
import { type Names, retold } from './retold.js';

/** So many runs in one statement. */
const AT_ONCE = 5_000;
const CONNECTIONS = 2;
const YEAR = 365 * 24 * 60 * 60 * 1_000;
/** The youngest of them ended that long ago. ms */
const LEAST_AGE = 24 * 60 * 60 * 1_000;
/** How many people have requested them. */
const REQUESTERS = 100;
/**
 * Every fourth run has its rows in the engine's tables, too. All of them would take 40 GB and a quarter
 * of an hour to make, for trees that are no level deeper.
 */
const ENGINE_EVERY = 4;

interface Table {
  readonly name: string;
  /** In the words of the database; those that it fills in are left out. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly isEngines: boolean;
}

/**
 * Makes so many finished runs out of one, over a year that ended yesterday: all of its rows in the bot's
 * tables, the trail's among them, and in the engine's those of every fourth. They carry names and times of
 * their own. The copied entries of the trail have hashes that nothing verifies: the bot reads its
 * newest one. Leaves the tables vacuumed and analysed, as a database is that grew to this.
 * @throws where there is no ended run for the order
 */
export async function makeHistory(
  url: string,
  orderId: string,
  runs: number,
  say: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const told = (what: string) =>
    say(`${what} after ${Math.round((performance.now() - began) / 1_000)} s`);
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => connected(url)));
  try {
    const [client = never()] = clients;
    const names = await namesOf(client, orderId);
    const tables = await tablesOf(client);
    const statements: string[] = [];
    for (const table of tables) statements.push(await copying(client, table, names));
    const indexes = await indexesOf(client, tables);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    const batches = Array.from({ length: Math.ceil(runs / AT_ONCE) }, (_, batch) => batch);
    await shared(clients, batches, async (worker, batch) => {
      const last = Math.min(runs, (batch + 1) * AT_ONCE);
      for (const statement of statements) {
        await worker.query(statement, [batch * AT_ONCE + 1, last, runs]);
      }
    });
    told(`${runs} finished runs are written`);
    await shared(clients, indexes, (worker, { definition }) => worker.query(definition));
    told('the indexes are built');
    // Else it begins by itself while something is measured.
    await shared(clients, tables, (worker, { name }) => worker.query(`vacuum (analyze) ${name}`));
    // Who may not ask for it has to wait for the server's own.
    await client.query('checkpoint').catch(() => undefined);
    const { rows } = await client.query<{ size: string }>(
      'select pg_size_pretty(pg_database_size(current_database())) as size',
    );
    told(`${rows[0]?.size} are vacuumed and analysed`);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const setting of [
    "synchronous_commit = 'off'",
    // What a row refers to is copied with it.
    "session_replication_role = 'replica'",
    "maintenance_work_mem = '1GB'",
    "jit = 'off'",
  ]) {
    await client.query(`set ${setting}`);
  }
  return client;
}

async function namesOf(client: pg.Client, orderId: string): Promise<Names> {
  const { rows } = await client.query<Names>(
    `select run_id as "runId", order_id as "orderId", requester as "slackId",
       record #>> '{intent,key}' as key, record #>> '{requester,userId}' as "userId"
     from opsguide.cancellations where order_id = $1 and not live and wake_at is null`,
    [orderId],
  );
  return rows[0] ?? never();
}

async function tablesOf(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<{
    table: string;
    schema: string;
    name: string;
    type: string;
  }>(`
    select table_schema as schema, format('%I.%I', table_schema, table_name) as table,
      column_name as name, format('%I.%I', udt_schema, udt_name) as type
    from information_schema.columns
    where (table_schema, table_name) in (('opsguide', 'cancellations'), ('opsguide', 'attempts'),
        ('opsguide', 'posts'), ('opsguide', 'audit'), ('dbos', 'workflow_status'),
        ('dbos', 'workflow_input'), ('dbos', 'workflow_output'), ('dbos', 'operation_outputs'))
      and is_identity = 'NO' and is_generated = 'NEVER'
    order by table_schema desc, table_name, ordinal_position`);
  const tables = new Map<string, Table>();
  for (const { table, schema, name, type } of rows) {
    const { columns = [] } = tables.get(table) ?? {};
    const all = [...columns, { name, type }];
    tables.set(table, { name: table, columns: all, isEngines: schema === 'dbos' });
  }
  return [...tables.values()];
}

/** The statement that copies the run's rows of one table, for the runs from $1 to $2 of $3. */
async function copying(client: pg.Client, table: Table, names: Names): Promise<string> {
  const { name, columns, isEngines } = table;
  const texts = columns.map((column) => `"${column.name}"::text`).join(', ');
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${texts} from ${name} as one where one::text like '%' || $1 || '%' order by 1`,
    values: [names.runId],
    rowMode: 'array',
  });
  if (rows.length === 0) throw new Error(`The run has no row in ${name}`);
  const head = await headOf(client);
  const values = rows.map((row, place) => {
    const cells = columns.map((column, index) => {
      const value = row[index];
      if (name === 'opsguide.audit') {
        if (column.name === 'seq') return `head + (place - 1) * ${rows.length} + ${place + 1}`;
        if (column.name.endsWith('hash')) return `md5(run || ${place}) || md5(key || ${place})`;
      }
      return `(${value === null || value === undefined ? 'null' : retold(value, names)})::${column.type}`;
    });
    return `(${cells.join(', ')})`;
  });
  return `
    insert into ${name} (${columns.map((column) => `"${column.name}"`).join(', ')})
    select copy.* from (
      select *, ${head}::bigint as head, 'ORD-H' || place as ordered,
        ${copiedId("'run' || place")} as run, ${copiedId("'key' || place")} as key,
        'UOPS' || place % ${REQUESTERS} as slack_id,
        'uops' || place % ${REQUESTERS} || '@example.com' as user_id
      from (
        select place, ${LEAST_AGE} + (($3::bigint - place) * ${YEAR}) / $3::bigint as age
        from generate_series($1::bigint, $2::bigint) as place
        ${isEngines ? `where place % ${ENGINE_EVERY} = 0` : ''}
      ) as aged
      offset 0
    ) as run, lateral (values ${values.join(',\n')}) as copy`;
}

/** The trail goes on behind its newest entry. */
async function headOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ head: string }>(
    'select coalesce(max(seq), 0) as head from opsguide.audit',
  );
  return Number(rows[0]?.head);
}

/** Those that keep nothing unique: they are built faster than they are kept up to date. */
async function indexesOf(
  client: pg.Client,
  tables: readonly Table[],
): Promise<readonly { readonly name: string; readonly definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select index.indexrelid::regclass::text as name, pg_get_indexdef(index.indexrelid) as definition
     from pg_index as index where index.indrelid = any($1::text[]::regclass[]) and not index.indisunique`,
    [tables.map(({ name }) => name)],
  );
  return rows;
}

/** Each connection does one after the other. */
async function shared<T>(
  clients: readonly pg.Client[],
  all: readonly T[],
  does: (client: pg.Client, one: T) => Promise<unknown>,
): Promise<void> {
  const left = [...all];
  await Promise.all(
    clients.map(async (client) => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await does(client, one);
    }),
  );
}

function never(): never {
  throw new Error('There is no ended run of which a history could be made');
}
