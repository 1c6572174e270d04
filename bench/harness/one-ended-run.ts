import pg from 'pg';
import { requests, until } from './acts.js';
import { BOT } from './paths.js';
import { onStage } from './stage.js';

/** Its window closes at once, and so does the time in which its Confirm could be pressed. */
const SOON_OVER = { ROLLBACK_WINDOW: '1s', CONFIRM_TIMEOUT: '10s' };

/** One run goes the true way to its end, with nothing left to be done for it; gives its order. */
export function endedRun(url: string): Promise<string> {
  return onStage({}, async (stage) => {
    const bot = await stage.start({ entry: BOT, env: { DATABASE_URL: url, ...SOON_OVER } });
    const orderId = stage.order();
    const card = await requests(stage, orderId);
    await stage.person(0).presses(card, 'Confirm');
    await until('the end of all that belongs to a run', () => isOver(url), { every: 200 });
    await bot.process.stop();
    return orderId;
  });
}

async function isOver(url: string): Promise<boolean> {
  const [left] = await asked<{ runs: string; workflows: string; posts: string }>(
    url,
    `select
       (select count(*) from opsguide.cancellations where live or wake_at is not null) as runs,
       (select count(*) from dbos.workflow_status where status <> 'SUCCESS') as workflows,
       (select count(*) from opsguide.posts where posted < wanted) as posts`,
  );
  return [left?.runs, left?.workflows, left?.posts].every((count) => count === '0');
}

/**
 * What a part of a measurement has left under way is over, as far as the bot asks: the next one begins
 * with a database in which nothing is alive. Only where no bot runs on it.
 */
export async function settled(url: string): Promise<void> {
  await asked(
    url,
    `update opsguide.cancellations set live = false, wake_at = null, state = 'cancelled',
       record = jsonb_set(record, '{effect,window}', '"closed"', false)
     where live or wake_at is not null;
     update opsguide.posts set posted = wanted where posted < wanted;
     update opsguide.escalations set open = false where open;
     delete from dbos.workflow_status where status in ('PENDING', 'ENQUEUED', 'DELAYED')`,
  );
}

async function asked<Row extends pg.QueryResultRow>(url: string, question: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(question)).rows;
  } finally {
    await client.end();
  }
}
