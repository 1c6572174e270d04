import { setImmediate as turn } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pino from 'pino';
import { z } from 'zod';
import { migrateEngine, UNUSED_URL } from '../../src/engine/migrate-engine.js';
import { openDatabase } from '../../src/storage/open-database.js';

/** Told by whoever measures: so many runs, of so many workflows with so many steps each. */
const orderSchema = z.object({
  runs: z.number(),
  atOnce: z.number(),
  steps: z.array(z.number()),
});

// What no bot on DBOS can be quicker than: as many steps as a cancellation takes, doing nothing, on
// the database that the bot would have.

const { DATABASE_URL: url, DATA_DIR: dataDir = './data' } = process.env;
const log = pino({ level: 'silent' });
const { pool } = await openDatabase(
  url ? { kind: 'postgres', url } : { kind: 'embedded', dataDir },
  {
    onLockLost: () => process.exit(1),
    onConnectionLost: () => undefined,
  },
);
await migrateEngine(pool, log);
DBOS.setConfig({
  ...{ name: 'bare', systemDatabasePool: pool, systemDatabaseUrl: UNUSED_URL },
  ...{ runMigrations: false, enableOTLP: false, tracingEnabled: false, logLevel: 'error' },
  // As the bot has it: otherwise DBOS looks a hundred times a second for what neither uses.
  notificationCoalesceMs: 1_000,
});
const steps = DBOS.registerWorkflow(
  async (count: number) => {
    for (let step = 1; step <= count; step += 1) {
      await DBOS.runStep(async () => 'done', { name: `step ${step}` });
    }
  },
  { name: 'steps' },
);
await DBOS.launch();

process.on('message', async (message) => {
  const order = orderSchema.parse(message);
  const began = performance.now();
  let left = order.runs;
  const hand = async () => {
    for (; left > 0; await turn()) {
      left -= 1;
      for (const count of order.steps) await steps(count);
    }
  };
  await Promise.all(Array.from({ length: order.atOnce }, hand));
  process.send?.({ took: performance.now() - began });
});
console.log(JSON.stringify({ msg: 'serving', port: 0 }));
