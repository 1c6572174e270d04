import type { Call, LocalOrderService, OrderView } from '../../orders/index.js';
import type { ShownCall, ShownFault, ShownOrder } from '../contract.js';

/** As many calls as the page lists, the newest. */
const MOST_CALLS = 60;

/** The faults that one finds without looking for them. */
const FIRST_FAULTS: readonly string[] = [
  'lose-next-answer',
  'next-429',
  'down',
  'billing-hold',
  'billing-never-updates',
];

export function shownOrders(orders: LocalOrderService): ShownOrder[] {
  return orders.orders().map((order) => {
    const { id, status, cancelStatus, billing } = order;
    return { id, status, ...(cancelStatus && { cancelStatus }), billing, notes: notesOn(order) };
  });
}

function notesOn({ facts }: OrderView): readonly string[] {
  return [
    ...(facts.billingHold ? ['billing hold'] : []),
    ...(facts.shipmentStatus === 'not_shipped' ? [] : [`shipment ${facts.shipmentStatus}`]),
  ];
}

/** The last calls, the newest first. */
export function shownCalls(orders: LocalOrderService): ShownCall[] {
  const calls = orders.calls();
  const first = Math.max(0, calls.length - MOST_CALLS);
  return calls
    .slice(first)
    .map((call, index) => shownCall(call, first + index))
    .reverse();
}

function shownCall(call: Call, place: number): ShownCall {
  const { at, method, path, status, userId, key, requestId, body, replayed, effect } = call;
  return {
    place,
    at,
    method,
    path,
    status: String(status),
    ...(userId && { user: userId }),
    ...(key && { key }),
    ...(requestId && { requestId }),
    ...(body && { body }),
    isReplayed: replayed,
    ...(effect && { effect }),
    faults: call.faults,
  };
}

/** Every fault that has a name, those first that one should try. */
export function shownFaults({ faults }: LocalOrderService): ShownFault[] {
  const all = faults.list().map(({ name, description, on }) => ({
    name,
    description,
    isOn: on,
    isFirst: FIRST_FAULTS.includes(name),
  }));
  const place = ({ name }: ShownFault) => FIRST_FAULTS.indexOf(name);
  const first = all
    .filter(({ isFirst }) => isFirst)
    .sort((one, other) => place(one) - place(other));
  return [...first, ...all.filter(({ isFirst }) => !isFirst)];
}
