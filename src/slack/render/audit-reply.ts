import { z } from 'zod';
import type { Entry } from '../../audit/chain.js';
import { type Message, ownSection, small } from './blocks.js';
import { utcDayAndTime } from './dates.js';
import { SHOWN } from './limits.js';
import { type Line, orderLine, person, untitledList, value, words } from './rich.js';
import { counted, namedOrder } from './text.js';

const field = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);

/** What of an entry's data the short form shows: nothing that somebody wrote, and nobody's address. */
const shownSchema = z
  .object({
    ...{ attempt: count, kind: field, httpStatus: count, code: field },
    ...{ truth: field, how: field, requestId: field, key: field },
  })
  .catch({});

/**
 * `/cancel-order audit ORD-1001`: the order's newest entries, the newest last, for entitled people alone.
 * `all` is how many there are.
 */
export function auditReply(orderId: string, entries: readonly Entry[], all: number): Message {
  const text = `${namedOrder(orderId)}: ${counted(all, 'audit entry').replace(/ys$/, 'ies')}`;
  if (entries.length === 0) {
    const none = 'The audit trail knows nothing of this order.';
    return { text, blocks: [orderLine(orderId), ownSection(none)] };
  }
  const shown = entries.slice(-SHOWN.entries);
  const earlier = all - shown.length;
  const left = earlier > 0 ? `${earlier} earlier left out. ` : '';
  return {
    text,
    blocks: [
      orderLine(orderId),
      untitledList(shown, entryLine),
      small(`${left}\`npm run audit -- export\` gives all of each, and the hashes. Times in UTC.`),
    ],
  };
}

function entryLine({ seq, at, event, actor, data }: Entry): Line {
  const what = event.replaceAll('_', ' ');
  return [
    words(`${seq}  ${utcDayAndTime(at)}  `),
    value(what, SHOWN.lineId),
    ...(actor === null ? [] : [words(' by '), person(actor)]),
    ...factsOf(data).flatMap((fact) => [words(' · '), value(fact, SHOWN.entryFact)]),
  ];
}

function factsOf(data: unknown): readonly string[] {
  const { attempt, kind, httpStatus, code, truth, how, requestId, key } = shownSchema.parse(data);
  return [
    ...(attempt === undefined ? [] : [`try ${attempt}`]),
    ...(kind === undefined ? [] : [kind]),
    ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]),
    ...[code, truth, how].flatMap((word) => (word === undefined ? [] : [word])),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ...(key === undefined ? [] : [`key ${key}`]),
  ];
}
