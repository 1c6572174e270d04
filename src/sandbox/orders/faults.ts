import type { Call } from './calls.js';
import type { Fault } from './fault.js';
import type { RouteName } from './routes/route.js';

/** Which calls meet a fault. */
export interface FaultRule {
  readonly on: RouteName | readonly RouteName[] | 'any' | 'reads' | 'posts';
  /** Only calls about this order. */
  readonly orderId?: string;
  /** Lets this many matching calls pass first; default 0. */
  readonly skip?: number;
  /** How many calls meet it; default: all, until cleared. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule that was switched on. */
export interface SwitchedFault {
  /** How many calls have met it. */
  met(): number;
  /** True until it was cleared or met as often as its `times` say. */
  isOn(): boolean;
  clear(): void;
}

interface LiveRule {
  readonly rule: FaultRule;
  skipped: number;
  met: number;
}

/**
 * The rules switched on. A call asks at each of its stages (arrival, wait, execution, answer) and
 * meets the oldest matching rule of that stage, so that «slow» and «lost answer» go together.
 */
export class FaultRules {
  #live: LiveRule[] = [];

  add(rule: FaultRule): SwitchedFault {
    const live: LiveRule = { rule, skipped: 0, met: 0 };
    this.#live.push(live);
    return {
      met: () => live.met,
      isOn: () => this.#live.includes(live),
      clear: () => {
        this.#live = this.#live.filter((other) => other !== live);
      },
    };
  }

  clear(): void {
    this.#live = [];
  }

  /** The fault of this stage that the call meets, counted as met; undefined: none. */
  take<F extends Fault>(call: Call, stage: (fault: Fault) => fault is F): F | undefined {
    for (const live of this.#live) {
      const { fault, skip = 0, times = Number.POSITIVE_INFINITY } = live.rule;
      if (!stage(fault) || !concerns(live.rule, call)) continue;
      if (live.skipped < skip) {
        live.skipped += 1;
        continue;
      }
      live.met += 1;
      if (live.met >= times) this.#live = this.#live.filter((other) => other !== live);
      return fault;
    }
    return undefined;
  }
}

function concerns({ on, orderId }: FaultRule, call: Call): boolean {
  if (orderId !== undefined && orderId !== call.orderId) return false;
  if (on === 'any') return true;
  if (on === 'reads') return call.method === 'GET';
  if (on === 'posts') return call.method === 'POST';
  return [on].flat().some((name) => name === call.route);
}
