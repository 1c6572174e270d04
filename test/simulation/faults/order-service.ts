import type { FaultRule, Fault as ServiceFault } from '../../../src/sandbox/orders/index.js';
import { type Fault, HOUR, MINUTE, once, SECOND } from './fault.js';

type On = FaultRule['on'];

/** A rule of the local order service: it strikes as many calls as the dice say, or for a while. */
function rule(
  kind: string,
  fault: ServiceFault,
  { on = 'posts', times = 2, lasts }: { on?: On; times?: number; lasts?: Fault['lasts'] } = {},
): Fault {
  return {
    kind: `orders: ${kind}`,
    ...(lasts && { lasts }),
    begin({ service, random, struck }) {
      const bounded = lasts
        ? {}
        : { times: random.between(1, times), skip: random.pick([0, 0, 1]) };
      const switched = service.faults.add({ on, fault, ...bounded });
      return () => {
        struck(`orders: ${kind}`, switched.met());
        switched.clear();
      };
    },
  };
}

function status(
  code: number,
  error: string,
  more: Partial<Extract<ServiceFault, { kind: 'status' }>> = {},
) {
  const body = { error: { code: error, message: `Switched on: ${error}` } };
  return { kind: 'status', status: code, body, ...more } as const;
}

const BOTH: On = ['cancel', 'reinstate'];
const A_WHILE = [30 * SECOND, 8 * MINUTE] as const;

/** What the order service, or the way to it, does wrong with calls. */
export const CALL_FAULTS: readonly Fault[] = [
  rule('time-out before the effect', { kind: 'hang', when: 'before_effect' }),
  rule('time-out after the effect', { kind: 'hang', when: 'after_effect' }),
  rule('reads time out', { kind: 'hang', when: 'before_effect' }, { on: 'reads', times: 6 }),
  rule('connection broken before', { kind: 'break', when: 'before_effect' }),
  rule('connection broken after', { kind: 'break', when: 'after_effect' }),
  rule('connection broken in the body', { kind: 'break', when: 'in_body' }),
  rule('reads break in the body', { kind: 'break', when: 'in_body' }, { on: 'reads', times: 6 }),
  rule('400', status(400, 'invalid_state')),
  rule('401', status(401, 'unauthorized')),
  rule('403', status(403, 'insufficient_permissions')),
  rule('404', status(404, 'order_not_found')),
  rule('409', status(409, 'conflict')),
  rule('422', status(422, 'not_understood')),
  rule('429', status(429, 'rate_limited'), { times: 4 }),
  rule('429 with Retry-After', status(429, 'rate_limited', { headers: { 'Retry-After': '90' } })),
  rule('429 to everything', status(429, 'rate_limited'), {
    on: 'any',
    lasts: [MINUTE, 15 * MINUTE],
  }),
  rule('500 before the effect', status(500, 'internal'), { times: 6 }),
  rule('500, then the replay', status(500, 'internal', { when: 'after_effect' })),
  rule('503', status(503, 'unavailable'), { times: 6 }),
  rule('503 not_started', status(503, 'not_started'), { times: 6 }),
  rule('stale reads', { kind: 'stale' }, { on: 'reads', lasts: A_WHILE }),
  rule('garbage as HTML', { kind: 'garbage', form: 'html' }),
  rule(
    'garbage as broken JSON',
    { kind: 'garbage', form: 'invalid_json' },
    { on: 'any', times: 4 },
  ),
  rule(
    'garbage of wrong types',
    { kind: 'garbage', form: 'wrong_schema' },
    { on: 'any', times: 4 },
  ),
  rule('1.1 MB', { kind: 'huge' }, { on: 'any', times: 2 }),
  rule('another order', { kind: 'other_order' }, { on: 'any', times: 3 }),
  rule('redirect', { kind: 'redirect', location: 'http://orders.elsewhere.example/' }),
  rule('slow beyond the time-out, then in flight', { kind: 'delay', ms: 25 * SECOND }),
  rule('slow reads', { kind: 'delay', ms: 4 * SECOND }, { on: 'reads', lasts: A_WHILE }),
  rule('success after the limit', { kind: 'processing', ms: 12 * MINUTE }, { on: BOTH }),
  rule('success hours after the limit', { kind: 'processing', ms: 3 * HOUR }, { on: BOTH }),
  rule(
    'down',
    { kind: 'break', when: 'before_effect' },
    { on: 'any', lasts: [10 * SECOND, 20 * MINUTE] },
  ),
  rule('bad token', status(401, 'unauthorized'), { on: 'any', lasts: A_WHILE }),
];

/** What becomes of an order meanwhile, by other hands than the bot's. */
export const ORDER_EVENTS: readonly Fault[] = [
  blocked('billing hold', { billingHold: true }, { billingHold: false }),
  blocked('in transit', { shipmentStatus: 'in_transit' }, { shipmentStatus: 'not_shipped' }),
  blocked('billing never updates', { billingStays: 'active' }, {}),
  blocked(
    'cancellation fails',
    { cancellationFailsWith: 'No refund' },
    { cancellationFailsWith: undefined },
  ),
  blocked(
    'not reinstatable',
    { notReinstatableBecause: 'Sold' },
    { notReinstatableBecause: undefined },
  ),
  blocked('reinstated to another state', { reinstatesTo: 'on_hold' }, { reinstatesTo: undefined }),
  blocked('no notification', { notificationsNeverSent: true }, { notificationsNeverSent: false }),
  blocked('no audit entry', { auditNeverWritten: true }, { auditNeverWritten: false }),
  blocked('its preview changes', { billingRecords: 7 }, {}),
  {
    kind: 'orders: cancelled by others',
    begin: once(({ service, random, orderIds, struck }) => {
      const id = random.pick(orderIds);
      if (!['pending', 'in_progress', 'on_hold'].includes(service.order(id).status)) return;
      service.cancelledElsewhere(id, random.pick(['clerk@example.com', 'bob@example.com']));
      struck('orders: cancelled by others');
    }),
  },
  {
    kind: 'orders: reopened by others',
    begin: once(({ service, random, orderIds, struck }) => {
      const id = random.pick(orderIds);
      if (service.order(id).status !== 'cancelled') return;
      service.change(id, { state: 'on_hold' });
      struck('orders: reopened by others');
    }),
  },
  {
    kind: 'orders: completed meanwhile',
    begin: once(({ service, random, orderIds, struck }) => {
      const id = random.pick(orderIds);
      if (service.order(id).status === 'cancelled') return;
      service.change(id, { state: 'completed' });
      struck('orders: completed meanwhile');
    }),
  },
];

type Patch = Parameters<Parameters<Fault['begin']>[0]['service']['change']>[1];

function blocked(kind: string, patch: Patch, back: Patch): Fault {
  return {
    kind: `orders: ${kind}`,
    lasts: [MINUTE, 30 * MINUTE],
    begin({ service, random, orderIds, struck }) {
      const id = random.pick(orderIds);
      service.change(id, patch);
      struck(`orders: ${kind}`);
      return () => service.change(id, back);
    },
  };
}
