import type { Fault } from './fault.js';
import type { FaultRule, FaultRules } from './faults.js';
import type { OrderFacts } from './order.js';
import { factsOf } from './order-state.js';
import type { Orders } from './orders.js';

const ORDER = 'ORD-1001';

type ReadyFault = { readonly description: string } & (
  | { readonly rule: FaultRule }
  | { readonly patch: Partial<OrderFacts> }
);

const nextPost = (fault: Fault): FaultRule => ({ on: 'posts', times: 1, fault });
const always = (fault: Fault): FaultRule => ({ on: 'any', fault });
const status = (code: number, error: string, headers?: Record<string, string>): Fault => ({
  kind: 'status',
  status: code,
  headers,
  body: { error: { code: error, message: `Switched on: ${error}` } },
});

const READY = {
  'lose-next-answer': {
    description: 'The next POST takes effect and its answer is lost',
    rule: nextPost({ kind: 'break', when: 'after_effect' }),
  },
  'half-next-answer': {
    description: 'The next POST takes effect and its answer breaks off in the middle',
    rule: nextPost({ kind: 'break', when: 'in_body' }),
  },
  'break-next-post': {
    description: 'The next POST breaks before it takes effect',
    rule: nextPost({ kind: 'break', when: 'before_effect' }),
  },
  'hang-next-post': {
    description: 'The next POST is never answered and has no effect',
    rule: nextPost({ kind: 'hang', when: 'before_effect' }),
  },
  'hang-next-answer': {
    description: 'The next POST takes effect and is never answered',
    rule: nextPost({ kind: 'hang', when: 'after_effect' }),
  },
  'next-429': {
    description: 'The next POST is answered 429 with Retry-After: 5',
    rule: nextPost(status(429, 'rate_limited', { 'Retry-After': '5' })),
  },
  'next-500': {
    description: 'The next POST is answered 500 and has no effect',
    rule: nextPost(status(500, 'internal')),
  },
  'next-503': {
    description: 'The next POST is answered 503 not_started and has no effect',
    rule: nextPost(status(503, 'not_started')),
  },
  'next-403': {
    description: 'The next POST is answered 403',
    rule: nextPost(status(403, 'insufficient_permissions')),
  },
  'garbage-next-answer': {
    description: 'The next POST takes effect and is answered with HTML',
    rule: nextPost({ kind: 'garbage', form: 'html' }),
  },
  'redirect-next-post': {
    description: 'The next POST is redirected to another host',
    rule: nextPost({ kind: 'redirect', location: 'http://orders.elsewhere.example/' }),
  },
  down: {
    description: 'Every call breaks, until switched off',
    rule: always({ kind: 'break', when: 'before_effect' }),
  },
  unavailable: {
    description: 'Every call is answered 503, until switched off',
    rule: always(status(503, 'unavailable')),
  },
  'bad-token': {
    description: 'Every call is answered 401, until switched off',
    rule: always(status(401, 'unauthorized')),
  },
  slow: {
    description: 'Every call takes 3 seconds longer, until switched off',
    rule: always({ kind: 'delay', ms: 3000 }),
  },
  'unreadable-reads': {
    description: 'Every GET has fields of the wrong type, until switched off',
    rule: { on: 'reads', fault: { kind: 'garbage', form: 'wrong_schema' } },
  },
  'wrong-order-reads': {
    description: 'Every GET speaks of another order, until switched off',
    rule: { on: 'reads', fault: { kind: 'other_order' } },
  },
  'huge-reads': {
    description: 'Every GET answers more than 1 MB, until switched off',
    rule: { on: 'reads', fault: { kind: 'huge' } },
  },
  'stale-reads': {
    description: 'Every GET tells what was true one event ago, until switched off',
    rule: { on: 'reads', fault: { kind: 'stale' } },
  },
  'slow-processing': {
    description: 'The next cancellation is processing for 6 minutes, past the limit of 5',
    rule: { on: 'cancel', times: 1, fault: { kind: 'processing', ms: 6 * 60_000 } },
  },
  'endless-processing': {
    description: 'The next cancellation is processing for ever',
    rule: {
      on: 'cancel',
      times: 1,
      fault: { kind: 'processing', ms: Number.POSITIVE_INFINITY },
    },
  },
  'billing-hold': { description: `A billing hold on ${ORDER}`, patch: { billingHold: true } },
  'in-transit': {
    description: `The shipment of ${ORDER} is in transit`,
    patch: { shipmentStatus: 'in_transit' },
  },
  'billing-never-updates': {
    description: `The billing of ${ORDER} never updates`,
    patch: { billingStays: 'active' },
  },
  'notification-never-sent': {
    description: `No notification of the next rounds of ${ORDER} is sent`,
    patch: { notificationsNeverSent: true },
  },
  'audit-never-written': {
    description: `The next rounds of ${ORDER} leave no audit entry`,
    patch: { auditNeverWritten: true },
  },
  'cancellation-fails': {
    description: `A cancellation of ${ORDER} is accepted and then fails`,
    patch: { cancellationFailsWith: 'The payment provider refused the refund' },
  },
  'not-reinstatable': {
    description: `A cancellation of ${ORDER} cannot be taken back`,
    patch: { notReinstatableBecause: 'The stock was given to another order' },
  },
} satisfies Record<string, ReadyFault>;

const NAMED: ReadonlyMap<string, ReadyFault> = new Map(Object.entries<ReadyFault>(READY));

interface On {
  isOn(): boolean;
  turnOff(): void;
}

/** Faults with names, for a person to switch on and off. */
export class ReadyFaults {
  readonly #on = new Map<string, On>();

  constructor(
    private readonly rules: FaultRules,
    private readonly orders: Orders,
  ) {}

  list(): readonly { name: string; description: string; on: boolean }[] {
    return [...NAMED].map(([name, { description }]) => ({
      name,
      description,
      on: this.#on.get(name)?.isOn() ?? false,
    }));
  }

  /** @throws Error where no ready fault has this name, or its order does not exist */
  turnOn(name: string): void {
    const ready = NAMED.get(name);
    if (!ready) throw new Error(`There is no fault ${name}; there are: ${[...NAMED.keys()]}`);
    this.turnOff(name);
    this.#on.set(name, 'rule' in ready ? this.#met(ready.rule) : this.#patched(ready.patch));
  }

  turnOff(name: string): void {
    this.#on.get(name)?.turnOff();
    this.#on.delete(name);
  }

  clear(): void {
    for (const name of [...this.#on.keys()]) this.turnOff(name);
  }

  #met(rule: FaultRule): On {
    const switched = this.rules.add(rule);
    return { isOn: switched.isOn, turnOff: switched.clear };
  }

  #patched(patch: Partial<OrderFacts>): On {
    const before = new Map(Object.entries(factsOf(this.orders.get(ORDER))));
    const back = Object.fromEntries(Object.keys(patch).map((name) => [name, before.get(name)]));
    this.orders.change(ORDER, patch);
    return { isOn: () => true, turnOff: () => this.orders.change(ORDER, back) };
  }
}
