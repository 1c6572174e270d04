import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, vi } from 'vitest';
import type { Parts } from '../../src/cancellations/parts.js';
import { confirm } from '../../src/cancellations/request/confirm.js';
import { look } from '../../src/cancellations/request/look.js';
import { type Ask, requestCancellation } from '../../src/cancellations/request/request.js';
import type { Press } from '../../src/cancellations/request/second-look.js';
import type { Person } from '../../src/cancellations/run/intent.js';
import type { Observer } from '../../src/cancellations/run/observer.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import { records as recordsOf } from '../../src/cancellations/run/records.js';
import type { WorkflowName } from '../../src/cancellations/signal.js';
import { outbox as outboxOf } from '../../src/cancellations/telling/outbox.js';
import type { TicketDesk } from '../../src/cancellations/ticket/ticket-desk.js';
import { escalations as escalationsOf } from '../../src/cancellations/trouble/escalations.js';
import { wake as wakeFor, waker } from '../../src/cancellations/wake.js';
import type { Woken } from '../../src/cancellations/woken.js';
import { workflows } from '../../src/cancellations/workflows.js';
import { createOrderService } from '../../src/orders/client.js';
import type { OrderCalls } from '../../src/orders/order-service.js';
import type { Policy } from '../../src/runbook/policy.js';
import { startLocalOrderService } from '../../src/sandbox/orders/index.js';
import type { NewOrder } from '../../src/sandbox/orders/orders.js';
import type { Timings } from '../../src/sandbox/orders/timings.js';
import type { Tables } from '../../src/storage/tables.js';
import { firstBreak } from '../audit/first-break.js';
import { RecordedProcess } from '../engine/recorded-process.js';
import { VirtualClock } from '../engine/virtual-clock.js';
import { NOW, POLICY } from '../runbook/orders.js';
import { emptyDatabase } from './database.js';
import { ShownPosts } from './shown-posts.js';

export const ALICE: Person = { slackId: 'U0ALICE', userId: 'alice@example.com' };
export const BOB: Person = { slackId: 'U0BOB', userId: 'bob@example.com' };
export const CAROL: Person = { slackId: 'U0CAROL', userId: 'carol@example.com' };
export const EVE: Person = { slackId: 'U0EVE', userId: 'eve@example.com' };
export const ORDER = 'ORD-1001';
export const ORDER_OPS = 'C0ORDEROPS';
export const CHANNEL = 'C0SHOP';

const PEOPLE = [
  { userId: ALICE.userId, roles: ['ops_engineer'] },
  { userId: BOB.userId, roles: ['order_admin'] },
  { userId: CAROL.userId, roles: ['ops_engineer'] },
  { userId: EVE.userId, roles: ['viewer'] },
];

export interface WorldOptions {
  readonly policy?: Partial<Policy>;
  readonly order?: Partial<NewOrder>;
  readonly timings?: Partial<Timings>;
  /** What one try of a call may take, in real ms. */
  readonly timeout?: number;
  /** TICKET_WEBHOOK_URL; without it tickets go to #order-ops. */
  readonly ticketDesk?: TicketDesk;
  /** Stands between the process and its client. */
  readonly orders?: (calls: OrderCalls) => Partial<OrderCalls>;
  readonly observer?: Observer;
}

const SILENT = pino({ level: 'silent' });
const WEEK = 7 * 24 * 60 * 60_000;

let db: Kysely<Tables>;
let worlds = 0;

/**
 * Opens the file's database, and empties it of runs after each test. The audit trail
 * stays, and must verify after each. The
 * database lives by the virtual clock from the first, which never goes back.
 */
export function useDatabase(): void {
  let close: () => Promise<void>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    ({ db, close } = await emptyDatabase());
  });
  afterEach(async () => {
    expect(firstBreak(await wholeTrail())).toBeUndefined();
    for (const table of [
      'clicks',
      'homes',
      'posts',
      'attempts',
      'escalated',
      'escalations',
      'cancellations',
    ] as const) {
      await db.deleteFrom(`opsguide.${table}`).execute();
    }
  });
  afterAll(async () => {
    await close();
    vi.useRealTimers();
  });
}

/**
 * The durable process with its real records, order client and order service, on one virtual clock:
 * the engine's, the database's, the order service's and the policy's are all the same. It begins
 * on a Monday within business hours, each world's a week after the one before.
 */
export async function openWorld(options: WorldOptions = {}) {
  worlds += 1;
  const clock = new VirtualClock(NOW + worlds * WEEK, (now) => vi.setSystemTime(now));
  const service = await startLocalOrderService({ seed: false, ...options.timings });
  for (const person of PEOPLE) service.addPerson(person);
  service.addOrder({ id: ORDER, refund: { amount: '42.00', currency: 'EUR' }, ...options.order });
  const client = createOrderService({
    baseUrl: service.baseUrl,
    token: service.token,
    timeout: options.timeout ?? 20_000,
    // Real ms: the waits within a step are not what is tested here.
    retryBase: 1,
  });
  onTestFinished(async () => {
    client.close();
    await service.close();
  });

  const state = { paused: false };
  const outbox = outboxOf(db);
  const policy = { ...POLICY, ...options.policy };
  const call = { channel: ORDER_OPS, ackTimeout: policy.escalationAckTimeout };
  const woken = (what: Woken) => wakeFor({ launcher, log: SILENT }, what);
  const records = recordsOf(db, call, woken, options.observer);
  const shown = new ShownPosts(outbox, records);
  const launcher: RecordedProcess<WorkflowName> = new RecordedProcess<WorkflowName>(
    clock,
    () => workflows(parts, shown),
    undefined,
    ['pollOn'],
  );
  const parts: Parts = {
    records,
    escalations: escalationsOf(db, call, woken),
    orders: {
      as(userId, patience) {
        const calls = client.as(userId, patience);
        return { ...calls, ...options.orders?.(calls) };
      },
    },
    launcher,
    policy,
    get paused() {
      return state.paused;
    },
    orderOpsChannel: ORDER_OPS,
    publicLink: async () => undefined,
    ...(options.ticketDesk && { ticketDesk: options.ticketDesk }),
    ...(options.observer && { observer: options.observer }),
    log: SILENT,
  };

  /** What the modal showed this person, and would ask for. */
  async function ask(requester = ALICE, more: Partial<Ask> = {}): Promise<Ask> {
    const seen = await look(parts, ORDER, requester);
    return {
      ...{ orderId: ORDER, requester, reason: 'operational_request', notes: '' },
      ...{ notifyStakeholders: true, place: { kind: 'channel', channel: CHANNEL } },
      digest: seen.kind === 'clear' ? seen.digest : 'none',
      ...more,
    };
  }

  async function request(requester = ALICE, more: Partial<Ask> = {}): Promise<Cancellation> {
    const outcome = await requestCancellation(parts, await ask(requester, more));
    if (outcome.kind !== 'requested') throw new Error(`Not requested: ${outcome.kind}`);
    return outcome.run;
  }

  /** A request that was confirmed: its execution is started, and runs with `launcher.run`. */
  async function confirmed(more: Partial<Ask> = {}, person = ALICE): Promise<Cancellation> {
    const decision = await confirm(parts, press(await request(ALICE, more), person));
    if (decision.kind !== 'confirmed')
      throw new Error(`Not confirmed: ${JSON.stringify(decision)}`);
    return decision.run;
  }

  async function runNow(runId: string): Promise<Cancellation> {
    const run = await records.find(runId);
    if (!run) throw new Error(`There is no run ${runId}`);
    return run;
  }

  return {
    ...{ db, clock, service, outbox, records, shown, launcher, parts, state },
    ...{ ask, request, confirmed, runNow },
    posts: () => service.calls({ method: 'POST' }),
    /** After a restart, as the bot's start does it. */
    wake: () => waker(parts, outbox)(),
    trail: (runId: string) => trailOf(runId),
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** A press on the card as this run's record draws it. */
export function press(run: Cancellation, person: Person): Press {
  return { runId: run.runId, digest: run.digest, person };
}

/** The run's entries in the audit trail, oldest first. */
async function trailOf(runId: string) {
  return (await wholeTrail()).filter((entry) => entry.run_id === runId);
}

function wholeTrail() {
  return db.selectFrom('opsguide.audit').selectAll().orderBy('seq').execute();
}

/** What one stretch of work after the other may come to. */
const MAY_REPEAT: ReadonlySet<string> = new Set(['processing', 'blocked', 'troubled', 'going_on']);

/** What holds for every run, however it went (order-api.md). */
export async function expectSound(world: World, runId: string): Promise<void> {
  const run = await world.runNow(runId);
  const posts = world.service.calls({ orderId: run.orderId, route: 'cancel' });
  const intents = (await world.trail(runId))
    .filter(({ event }) => event === 'confirmed' || event === 'going_on')
    .map(({ data }) => data);
  for (const { key, userId, body } of posts) {
    const sent = { key, userId, body: JSON.parse(body ?? '') };
    expect(intents).toContainEqual(expect.objectContaining(sent));
  }
  expect(world.service.effects(run.orderId).length).toBeLessThanOrEqual(1);
  const milestones = world.shown
    .thread(runId)
    .map(({ milestone }) => milestone)
    .filter((milestone) => !MAY_REPEAT.has(milestone));
  expect(milestones).toStrictEqual([...new Set(milestones)]);
  expectLookedUpBeforeEachRetry(world, run.orderId);
}

/** order-api.md: before each retry of a POST a look-up, whose three reads saw the state of then. */
function expectLookedUpBeforeEachRetry({ service }: World, orderId: string): void {
  let since: string[] | undefined;
  for (const { method, route } of service.calls({ orderId })) {
    if (method === 'GET') {
      since?.push(route);
      continue;
    }
    if (since)
      expect(since).toEqual(expect.arrayContaining(['cancel_status', 'status', 'audit_log']));
    since = [];
  }
}
