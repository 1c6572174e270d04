import type { NewOrder } from '../../src/sandbox/orders/index.js';
import type { Timings } from '../../src/sandbox/orders/timings.js';
import { DAY, HOUR, MINUTE, NOW } from '../runbook/orders.js';
import type { Fault } from './faults/fault.js';
import { CALL_FAULTS, ORDER_EVENTS } from './faults/order-service.js';
import { DEATHS, PEOPLE_EVENTS, PROCESS_FAULTS } from './faults/process.js';
import { SLACK_FAULTS } from './faults/slack.js';
import type { Random } from './world/random.js';
import type { Pace } from './world/replica.js';

/** What a seed draws before it begins. Moments are ms from its start. */
export interface Plan {
  /** Epoch ms. */
  readonly start: number;
  readonly replicas: number;
  readonly pace: Pace;
  readonly fourEyes: 'policy' | 'always';
  readonly hasTicketDesk: boolean;
  readonly expiredTriggerShape: 'expired_trigger_id' | 'invalid_arguments';
  readonly orders: readonly NewOrder[];
  readonly timings: Timings;
  /** When somebody acts. */
  readonly acts: readonly number[];
  readonly faults: readonly {
    readonly fault: Fault;
    readonly at: number;
    readonly until: number;
  }[];
  readonly end: number;
  /** When somebody still acts once nothing is wrong any more, ms from the end. */
  readonly aftermath: readonly number[];
}

/** What this seed's dice say. */
export function planOf(random: Random): Plan {
  const acts = actsOf(random);
  const end = Math.max(...acts) + MINUTE;
  return {
    start: NOW + random.between(0, 7 * 24) * HOUR + random.between(0, 59) * MINUTE,
    replicas: random.weigh([
      [1, 3],
      [2, 6],
      [3, 2],
    ]),
    pace: random.weigh<Pace>([
      ['at_once', 1],
      ['quick', 3],
      ['usual', 4],
      ['slow', 3],
    ]),
    fourEyes: random.weigh([
      ['policy', 4],
      ['always', 1],
    ]),
    hasTicketDesk: random.chance(0.3),
    expiredTriggerShape: random.pick(['expired_trigger_id', 'invalid_arguments'] as const),
    orders: Array.from(
      {
        length: random.weigh([
          [1, 3],
          [2, 1],
        ]),
      },
      (_, index) => orderOf(`ORD-${1001 + index}`, random),
    ),
    timings: timingsOf(random),
    acts,
    faults: faultsOf(random, end),
    end,
    aftermath: Array.from({ length: random.pick([0, 0, 2, 5]) }, () =>
      random.between(5_000, 20 * MINUTE),
    ),
  };
}

/** Bursts of clicks, then hours in which nobody is there. */
function actsOf(random: Random): readonly number[] {
  const acts: number[] = [];
  let at = 0;
  for (let left = random.between(8, 18); left > 0; left -= 1) {
    at += random.weigh([
      [random.between(0, 2_000), 2],
      [random.between(2_000, 20_000), 6],
      [random.between(20_000, 6 * MINUTE), acts.length < 5 ? 1 : 3],
      [random.between(20 * MINUTE, 130 * MINUTE), acts.length < 5 ? 0.1 : 1],
    ]);
    acts.push(at);
  }
  // Some look in again when the window is about to close, and after it.
  const isLate = random.chance(0.35);
  const late = isLate ? [random.between(110, 119), 121, 122, 123, 126, 131] : [];
  return [...acts, ...late.map((minutes) => minutes * MINUTE)].sort((a, b) => a - b);
}

function orderOf(id: string, random: Random): NewOrder {
  const owner = random.chance(0.04) ? { owner: 'carol@example.com' } : {};
  return {
    ...{ id, ...owner },
    state: random.weigh([
      ['pending', 6],
      ['in_progress', 2],
      ['on_hold', 1],
      ['completed', 0.3],
    ]),
    ageMs: random.weigh([
      [2 * DAY, 7],
      [31 * DAY, 2],
      [30 * DAY - 5 * MINUTE, 0.5],
    ]),
    requiresBusinessHours: random.chance(0.2),
    billingHold: random.chance(0.03),
    refund: { amount: '42.00', currency: 'EUR' },
    billingRecords: 2,
  };
}

function timingsOf(random: Random): Timings {
  return {
    processingMs: random.pick([0, 2_000, 30_000, 90_000]),
    reinstateMs: random.pick([0, 10_000, 60_000]),
    billingLagMs: random.pick([0, 5_000, 70_000, 5 * MINUTE]),
    notificationLagMs: random.pick([0, 5_000, 70_000]),
    auditLagMs: random.pick([0, 0, 5_000, 40_000]),
  };
}

const ROOMS: readonly (readonly [readonly Fault[], number])[] = [
  [CALL_FAULTS, 6],
  [ORDER_EVENTS, 2.5],
  [SLACK_FAULTS, 4],
  [DEATHS, 3],
  [PROCESS_FAULTS, 3],
  [PEOPLE_EVENTS, 0.7],
];

/** Most of them early, while the most goes on. */
function faultsOf(random: Random, end: number): Plan['faults'] {
  const count = random.weigh([
    [0, 0.5],
    [1, 2],
    [2, 3],
    [3, 3],
    [5, 2],
    [8, 1],
  ]);
  return Array.from({ length: count }, () => {
    const fault = random.pick(random.weigh(ROOMS));
    const at = Math.floor(random.chance(0.6) ? random.between(0, 3 * MINUTE) : end * random.next());
    const [least, most] = fault.lasts ?? [end, end];
    return { fault, at, until: Math.min(end, at + random.between(least, most)) };
  });
}
