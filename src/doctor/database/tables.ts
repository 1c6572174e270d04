import { Kysely, PostgresDialect } from 'kysely';
import type { Client } from 'pg';
import { engineMigrationsToRun } from '../../engine/migrations-to-run.js';
import { migrationState } from '../../storage/migrations.js';
import type { Tables } from '../../storage/tables.js';
import { type Finding, ok, warn } from '../finding.js';

const ABOUT = 'tables';

/** Whether `npm run migrate` is still to run. */
export async function tablesFindings(client: Client): Promise<readonly Finding[]> {
  const { done, toRun } = await migrationState(over(client));
  const engine = await engineMigrationsToRun(client);
  if (done.length === 0) {
    return [ok(ABOUT, 'none yet: npm run migrate makes them, or the first start')];
  }
  if (toRun.length === 0 && engine === 0) return [ok(ABOUT, 'up to date')];
  const names = [...toRun, ...(engine > 0 ? [`${engine} of the engine`] : [])].join(', ');
  const advice = 'npm run migrate before this version starts; without it its first replica does it';
  return [warn(ABOUT, `of an earlier version, still to run: ${names}`, advice)];
}

/** The one connection, where a pool is asked for. */
function over(client: Client): Kysely<Tables> {
  const query = client.query.bind(client);
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => ({ query, release: () => undefined }),
        end: async () => undefined,
      },
    }),
  });
}
