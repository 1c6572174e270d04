import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { migrateEngine } from '../../src/engine/migrate-engine.js';
import { readStandingWork, type StandingWork } from '../../src/metrics/standing-query.js';
import { createMetrics } from '../../src/metrics.js';
import { migrate } from '../../src/storage/migrations.js';
import { PglitePool } from '../../src/storage/pglite-pool.js';
import type { Tables } from '../../src/storage/tables.js';
import { asPgPool } from '../../src/trust-boundary.js';
import { newLite } from '../cancellations/lites.js';
import { seriesOf } from './values.js';

const HOUR = 3_600_000;
const RUN = '11111111-1111-4111-8111-111111111111';
const ESCALATIONS = [
  { id: '22222222-2222-4222-8222-222222222221', age: 2 * HOUR, asked: 4, waits: true },
  { id: '22222222-2222-4222-8222-222222222222', age: HOUR, asked: 1, waits: true },
  { id: '22222222-2222-4222-8222-222222222223', age: 3 * HOUR, asked: 0, waits: false },
];

let lite: PGlite;
let db: Kysely<Tables>;
beforeAll(async () => {
  lite = await newLite();
  const pool = asPgPool(new PglitePool(lite));
  db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);
  await migrateEngine(pool, pino({ level: 'silent' }));
});
afterAll(() => lite.close());

async function fill(): Promise<void> {
  const now = Date.now();
  await lite.query(
    `insert into opsguide.cancellations
       (run_id, order_id, requester, state, live, version, requested_at, record)
     values ($1, 'ORD-1', 'U1', 'processing', true, 1, $2, '{}'),
       (gen_random_uuid(), 'ORD-2', 'U1', 'cancelled', false, 1, $2, '{}')`,
    [RUN, now],
  );
  for (const { id, age, asked, waits } of ESCALATIONS) {
    await lite.query('insert into opsguide.escalations values ($1, $2, $3, true, $4, $5, null)', [
      id,
      'outcome_unknown',
      now - age,
      asked,
      waits ? now : null,
    ]);
  }
  await lite.query(
    `insert into opsguide.escalated (escalation_id, place, order_id, requester, at, closed_at)
     values ($1, 1, 'ORD-1', 'U1', $2, null), ($1, 2, 'ORD-2', 'U1', $2, $2)`,
    [ESCALATIONS[0]?.id, now],
  );
  // A card whose second version waits, and a post that Slack has taken.
  await lite.query(
    `insert into opsguide.posts (post_id, about, kind, channel, wanted, posted, content)
     values ('r:card', $1, 'card', 'C1', 3, 1, '{}'), ('r:0:started', $1, 'thread', 'C1', 1, 1, '{}')`,
    [RUN],
  );
  await lite.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name, created_at)
     values ('r:card:1', 'SUCCESS', 'deliverPost', $1), ('r:card:2', 'ENQUEUED', 'deliverPost', $2)`,
    [now - HOUR, now - 60_000],
  );
}

it('The gauges say what stands in the database: live runs, escalations and their age, waiting posts', async () => {
  await fill();
  const { registry, standing } = createMetrics();
  standing.readFrom(() => readStandingWork(db));
  const shows = (name: string) => seriesOf(registry, `opsguide_${name}`);
  expect(await shows('runs_live')).toMatchObject({
    '{state="processing"}': 1,
    '{state="troubled"}': 0,
  });
  expect(await shows('escalations_open')).toStrictEqual({
    ...{ '{standing="waiting"}': 1, '{standing="unanswered"}': 1, '{standing="acknowledged"}': 1 },
  });
  const ages = await shows('escalation_oldest_age_seconds');
  expect(ages['{standing="unanswered"}']).toBeGreaterThanOrEqual(7_200);
  expect(ages['{standing="waiting"}']).toBeLessThan(7_000);
  expect(await shows('escalated_troubles_open')).toStrictEqual({ '': 1 });
  expect(await shows('posts_waiting')).toStrictEqual({ '': 1 });
  const { '': oldest = 0 } = await shows('posts_oldest_age_seconds');
  expect(oldest).toBeGreaterThanOrEqual(60);
  expect(oldest).toBeLessThan(3_000);
  expect(await shows('audit_head')).toStrictEqual({ '': 0 });
});

const WORK: StandingWork = {
  ...{ liveRuns: new Map(), escalations: new Map(), escalatedTroubles: 0 },
  ...{ postsWaiting: 7, oldestPost: 1, auditHead: 3 },
};

it('Several scrapes at once ask the database once, and again soon after not at all', async () => {
  const { registry, standing } = createMetrics();
  let asked = 0;
  standing.readFrom(async () => {
    asked += 1;
    return WORK;
  });
  await Promise.all([registry.metrics(), registry.metrics()]);
  await registry.metrics();
  expect(asked).toBe(1);
  expect(await seriesOf(registry, 'opsguide_posts_waiting')).toStrictEqual({ '': 7 });
});

it.each<[string, () => Promise<StandingWork | undefined>]>([
  ['is away', async () => undefined],
  ['fails', () => Promise.reject(new Error('broken'))],
  ['hangs', () => new Promise(() => undefined)],
])('While the database %s the page comes, without what it said before', async (_, read) => {
  const { registry, standing, runs } = createMetrics();
  runs.looked('look', 1);
  standing.readFrom(async () => WORK);
  expect(await registry.metrics()).toContain('opsguide_posts_waiting 7');
  // That answer is an old one by now.
  const later = performance.now() + 60_000;
  vi.spyOn(performance, 'now').mockImplementation(() => later);
  onTestFinished(() => void vi.restoreAllMocks());
  standing.readFrom(read);
  const page = await registry.metrics();
  expect(page).toContain('opsguide_step_duration_seconds_count{step="look"} 1');
  expect(page).not.toMatch(/^opsguide_(posts|escalation|runs_live|audit_head)\w*(\{|\s)/m);
});
