import type { Delivery as TicketDelivery } from '../../src/cancellations/ticket/ticket-desk.js';
import { openLocalOrderService } from '../../src/sandbox/orders/index.js';
import { openLocalSlack } from '../../src/sandbox/slack/index.js';
import { configWith } from '../config/environment.js';
import { HOUR, MINUTE } from '../runbook/orders.js';
import { Cluster } from './cluster/cluster.js';
import type { LoggedError } from './cluster/log.js';
import { type Flow, Flows } from './engine/flows.js';
import { type Evidence, readRows } from './evidence.js';
import { violationsIn } from './invariants/index.js';
import type { Violation } from './invariants/violation.js';
import { somebodyActs, somebodyBegins } from './people/acting.js';
import { ORDER_OPS, openChannels } from './people/cast.js';
import type { Click } from './people/click.js';
import { deliveryTo } from './people/delivering.js';
import { Personnel } from './people/personnel.js';
import { type Plan, planOf } from './plan.js';
import { enter, leave } from './world/ambient.js';
import type { Database, WorldDatabase } from './world/database.js';
import { Fingerprint } from './world/fingerprint.js';
import { OrderNetwork } from './world/order-network.js';
import { type Random, randomOf } from './world/random.js';
import { latencies, type Replica } from './world/replica.js';
import { settled } from './world/settled.js';
import { SlackNetwork } from './world/slack-network.js';
import { Timeline } from './world/timeline.js';
import type { World } from './world/world.js';

/** After the plan nobody does anything any more: until then all must have come to its end. ms */
const AFTERMATH = 30 * HOUR;

/** What became of one seed. */
export interface Played {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly trace: readonly string[];
  readonly struck: ReadonlyMap<string, number>;
  /** Over every point that any replica came to, and when. */
  readonly fingerprint: number;
  readonly figures: {
    readonly runs: number;
    readonly clicks: number;
    readonly kills: number;
    readonly takeovers: number;
    readonly effects: number;
    readonly statements: number;
    readonly virtualMs: number;
  };
}

/** Plays a seed to its end, and holds what came of it against the invariants. */
export async function play(seed: number, database: Database): Promise<Played> {
  const random = randomOf(seed);
  const plan = planOf(random.fork());
  const timeline = new Timeline(plan.start, random.fork());
  const db = await database.worldOf(timeline);
  enter({ timeline, random: random.fork() });
  try {
    const stage = await openStage(plan, timeline, random, db);
    await playPlan(plan, stage);
    await comeToRest(plan, stage);
    const evidence = { plan, ...stage.evidence(), ...(await readRows(database)) };
    const violations = [...violationsIn(evidence), ...stage.broken.map(brokenBy)];
    return { seed, violations, ...resultOf(stage, evidence) };
  } finally {
    leave();
  }
}

function brokenBy(error: unknown): Violation {
  return { invariant: 'the simulation itself works', detail: String(error) };
}

function resultOf(stage: Stage, evidence: Evidence) {
  const { cluster, timeline, database } = stage.world;
  return {
    trace: stage.trace,
    struck: stage.struck,
    fingerprint: stage.fingerprint.value,
    figures: {
      runs: evidence.runs.length,
      clicks: evidence.clicks.length,
      kills: cluster.kills,
      takeovers: cluster.takeovers,
      effects: evidence.effects.length,
      statements: database.statements,
      virtualMs: timeline.now - evidence.plan.start,
    },
  };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

async function openStage(plan: Plan, timeline: Timeline, random: Random, database: WorldDatabase) {
  const trace: string[] = [];
  const struck = new Map<string, number>();
  const clicks: Click[] = [];
  const logged: LoggedError[] = [];
  const failedFlows: { flow: Flow; error: unknown }[] = [];
  const broken: unknown[] = [];
  const fingerprint = new Fingerprint();
  const tickets: { ticketId: string; runId: string }[] = [];
  const tell = (what: string) => {
    trace.push(`${new Date(timeline.now).toISOString().slice(5, 23)} ${what}`);
  };

  const config = configWith({ FOUR_EYES: plan.fourEyes, ORDER_OPS_CHANNEL: ORDER_OPS });
  const clock = () => timeline.now;
  const { botToken } = config.slack;
  const { slack, knock, serveThrough } = openLocalSlack({
    ...{ clock, identity: { botToken }, expiredTriggerShape: plan.expiredTriggerShape },
  });
  const { token } = config.orders;
  const service = openLocalOrderService({ seed: false, token, now: clock, ...plan.timings });
  openChannels(slack);
  const personnel = new Personnel(slack, service, timeline);
  for (const order of plan.orders) service.addOrder(order);

  const latency = latencies(plan.pace, random.fork());
  const flows = new Flows(timeline, random.fork());
  const orders = new OrderNetwork(timeline, service, latency);
  const slackNetwork = new SlackNetwork(timeline, slack, knock, latency);
  const watchers: World['watchers'] = new Set();
  const deskDice = random.fork();
  const ticketDesk = (replica: Replica) => ({
    async deliver(body: { ticket_id: string; run_id: string }): Promise<TicketDelivery> {
      await replica.gate('ticket desk', 'before');
      const isTaken = deskDice.chance(0.85);
      if (isTaken) tickets.push({ ticketId: body.ticket_id, runId: body.run_id });
      await replica.gate('ticket desk', 'after');
      if (isTaken && deskDice.chance(0.6)) return { kind: 'delivered' };
      return { kind: 'later', why: 'no answer', retryAfter: 0 };
    },
  });
  const { teamId, botUserId, botId } = slack.identity;
  const cluster = new Cluster({
    ...{ timeline, random: random.fork(), latency, tell },
    watch(replica, point) {
      fingerprint.add(`${timeline.now} ${replica.name} ${point.what} ${point.moment}`);
      for (const watcher of [...watchers]) watcher(replica, point);
    },
    shared: {
      ...{ config, random: random.fork(), database, flows, orders, slack: slackNetwork },
      ourselves: { teamId, botUserId, botId },
      ...(plan.hasTicketDesk && { ticketDesk }),
      workflowFailed: (flow, error) => failedFlows.push({ flow, error }),
      logged: (_, error) => logged.push(error),
    },
  });
  serveThrough(
    deliveryTo({
      ...{ timeline, random: random.fork(), cluster, latency },
      clicked: (click) => clicks.push(click),
    }),
  );
  const world: World = {
    ...{ timeline, random: random.fork(), slack, service, cluster, database, personnel },
    ...{ orderIds: plan.orders.map(({ id }) => id), watchers, tell },
    broke: (error) => broken.push(error),
    struck: (kind, times = 1) => struck.set(kind, (struck.get(kind) ?? 0) + times),
  };
  return {
    ...{ world, flows, trace, struck, broken, fingerprint },
    evidence: () => ({
      ...{ clicks, logged, failedFlows, tickets, personnel, slack },
      ...{ effects: service.effects(), calls: service.calls(), sent: orders.sent },
      ...{ said: slackNetwork.said, flows: flows.all },
    }),
  };
}

async function playPlan(plan: Plan, { world }: Stage): Promise<void> {
  const { timeline, cluster, database } = world;
  const { start } = plan;
  for (let number = 1; number <= plan.replicas; number += 1) await cluster.start(`bot-${number}`);
  const [first = 0, ...others] = plan.acts;
  timeline.at(start + first, () => somebodyBegins(world));
  for (const at of others) timeline.at(start + at, () => somebodyActs(world));
  const ends = new Set<() => void>();
  for (const { fault, at, until } of plan.faults) {
    timeline.at(start + at, () => {
      world.tell(`fault: ${fault.kind}`);
      const end = fault.begin(world);
      const endOnce = () => {
        if (ends.delete(endOnce)) end();
      };
      ends.add(endOnce);
      timeline.at(start + until, endOnce);
    });
  }
  await timeline.play(() => settled(timeline, database), start + plan.end);
  for (const end of [...ends]) end();
  world.watchers.clear();
}

/** Nothing is wrong any more, and somebody diligent looks after what still asks for a person. */
async function comeToRest(plan: Plan, { world, flows }: Stage): Promise<void> {
  const { timeline, cluster, database } = world;
  world.tell('the faults are over');
  cluster.keepAwake(2 * MINUTE);
  for (const after of plan.aftermath) timeline.after(after, () => somebodyActs(world));
  const end = timeline.now + AFTERMATH;
  const quietSince = timeline.now + Math.max(0, ...plan.aftermath);
  const isOver = () => flows.all.every(({ state }) => state === 'ended' || state === 'failed');
  // What waits for nothing but to be woken is woken once all else is over.
  for (let woken = 0; timeline.now < end; ) {
    await timeline.play(() => settled(timeline, database), Math.min(end, timeline.now + HOUR));
    if (!isOver() || timeline.now <= quietSince) continue;
    if (flows.all.length === woken) return;
    woken = flows.all.length;
    cluster.wakeAll();
  }
}
