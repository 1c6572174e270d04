import {
  ASKED_AT_MOST,
  type Entry,
  type Escalation,
  type EscalationNote,
  isUnanswered,
  REMIND_AFTER,
} from './escalation.js';

/*
 * What can happen to an escalation, as pure functions. All times are epoch ms by the database's
 * clock.
 */

/** A message without a line yet. */
export function newEscalation(
  about: Pick<Escalation, 'escalationId' | 'code' | 'openedAt'>,
): Escalation {
  return { ...about, isOpen: true, asked: 0, entries: [] };
}

/** One line more. It is asked for anew, unless an answer is waited for already. */
export function withEntry(escalation: Escalation, entry: Omit<Entry, 'place'>): Escalation {
  const { entries, unacknowledgedSince } = escalation;
  const isAwaited = unacknowledgedSince !== undefined && !isUnanswered(escalation);
  return {
    ...{
      ...escalation,
      isOpen: true,
      entries: [...entries, { ...entry, place: entries.length + 1 }],
    },
    ...(!isAwaited && { asked: 0, unacknowledgedSince: entry.at }),
  };
}

/**
 * The open lines that are meant have come to their end: they are `over`, and with the last one the
 * escalation is. Those that still wait for an answer have waited since they came.
 */
export function withClosed(
  escalation: Escalation,
  isMeant: (entry: Entry) => boolean,
  closed: NonNullable<Entry['closed']>,
): { readonly escalation: Escalation; readonly over: readonly Entry[] } {
  const over = escalation.entries.filter((entry) => isOpen(entry) && isMeant(entry));
  const entries = escalation.entries.map((entry) =>
    over.includes(entry) ? { ...entry, closed } : entry,
  );
  const { asked, remindAt } = escalation;
  const unacknowledgedSince = awaitedSince(entries, escalation);
  const isLeft = entries.some(isOpen);
  return {
    over,
    escalation: {
      ...{ ...escalation, entries, isOpen: isLeft, unacknowledgedSince },
      asked: unacknowledgedSince === undefined ? 0 : asked,
      remindAt: isLeft ? remindAt : undefined,
    },
  };
}

/**
 * product.md «A storm»: covers the lines that were listed when it was pressed, up to this place;
 * later ones are asked for anew. Undefined where none of those waited for it.
 */
export function acknowledged(
  escalation: Escalation,
  upTo: number,
  by: string,
  at: number,
): { readonly escalation: Escalation; readonly covered: readonly Entry[] } | undefined {
  const isCovered = (entry: Entry) => isWaiting(entry) && entry.place <= upTo;
  const covered = escalation.entries.filter(isCovered);
  if (covered.length === 0) return undefined;
  const entries = escalation.entries.map((entry) =>
    isCovered(entry) ? { ...entry, acknowledged: { by, at } } : entry,
  );
  const { remindAt = at + REMIND_AFTER } = escalation;
  const unacknowledgedSince = awaitedSince(entries, escalation);
  return {
    covered,
    escalation: { ...escalation, entries, asked: 0, unacknowledgedSince, remindAt },
  };
}

/** Nobody acknowledged in `ackTimeout` (ms): asked again, until that was done often enough. */
export function askedAgain(
  escalation: Escalation,
  at: number,
  ackTimeout: number,
): { readonly escalation: Escalation; readonly note?: EscalationNote } | undefined {
  const { asked, unacknowledgedSince, entries } = escalation;
  if (unacknowledgedSince === undefined || isUnanswered(escalation)) return undefined;
  if (at < unacknowledgedSince + ackTimeout) return undefined;
  const time = asked + 1;
  const after = { ...escalation, asked: time, unacknowledgedSince: at };
  if (time > ASKED_AT_MOST) return { escalation: after };
  const orderIds = entries.filter(isWaiting).map(({ orderId }) => orderId);
  return { escalation: after, note: { note: 'asked_again', at, time, orderIds, mentions: [] } };
}

/** Acknowledged and still open after REMIND_AFTER: those who acknowledged are reminded, once. */
export function reminded(
  escalation: Escalation,
  at: number,
): { readonly escalation: Escalation; readonly note?: EscalationNote } | undefined {
  const { remindAt, entries } = escalation;
  if (remindAt === undefined || at < remindAt) return undefined;
  const heard = entries.flatMap(({ orderId, acknowledged: by, closed }) =>
    by && !closed ? [{ ...by, orderId, remindAt: by.at + REMIND_AFTER }] : [],
  );
  // Those before `remindAt` were reminded of an earlier time.
  const meant = heard.filter((one) => one.remindAt >= remindAt && one.remindAt <= at);
  const next = Math.min(...heard.map((one) => one.remindAt).filter((due) => due > at));
  return {
    escalation: { ...escalation, remindAt: Number.isFinite(next) ? next : undefined },
    ...(meant.length > 0 && {
      note: {
        ...{ note: 'still_open' as const, at, time: 1 },
        orderIds: meant.map(({ orderId }) => orderId),
        mentions: [...new Set(meant.map(({ by }) => by))],
      },
    }),
  };
}

/** Since when an answer to the lines that wait for one is waited for; undefined where none does. */
function awaitedSince(
  entries: readonly Entry[],
  { unacknowledgedSince = 0 }: Escalation,
): number | undefined {
  const waiting = entries.filter(isWaiting);
  if (waiting.length === 0) return undefined;
  return Math.max(unacknowledgedSince, Math.min(...waiting.map(({ at }) => at)));
}

function isOpen({ closed }: Entry): boolean {
  return closed === undefined;
}

function isWaiting(entry: Entry): boolean {
  return isOpen(entry) && entry.acknowledged === undefined;
}
