import { describe, expect, it } from 'vitest';
import {
  ASKED_AT_MOST,
  type Entry,
  type Escalation,
  isUnanswered,
  REMIND_AFTER,
} from '../../src/cancellations/trouble/escalation.js';
import {
  acknowledged,
  askedAgain,
  newEscalation,
  reminded,
  withClosed,
  withEntry,
} from '../../src/cancellations/trouble/escalation-moves.js';
import { watchesOf } from '../../src/cancellations/trouble/watches.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2024, 11, 2, 12);
const WAIT = 5 * MINUTE;
const ID = 'cc9d2c4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f';
const BOB = 'U0BOB';
const CAROL = 'U0CAROL';
/** Minutes past noon. */
const past = (minutes: number) => NOON + minutes * MINUTE;

/** A message with a line for each of these times; the orders are ORD-1, ORD-2 and so on. */
function opened(...minutes: readonly number[]): Escalation {
  const empty = newEscalation({ escalationId: ID, code: 'rejected_request', openedAt: NOON });
  return minutes.reduce(
    (so, minute, place) =>
      withEntry(so, { orderId: `ORD-${place + 1}`, requester: 'U0ALICE', at: past(minute) }),
    empty,
  );
}

function heard(escalation: Escalation, upTo: number, at: number, by = BOB): Escalation {
  const covered = acknowledged(escalation, upTo, by, at);
  if (!covered) throw new Error('Nothing waited for it');
  return covered.escalation;
}

/** The same one, asked again as often as it is due until then. */
function asked(escalation: Escalation, until: number): Escalation {
  let now = escalation;
  for (let at = NOON; at <= until; at += MINUTE) now = askedAgain(now, at, WAIT)?.escalation ?? now;
  return now;
}

function closed(escalation: Escalation, ...places: readonly number[]): Escalation {
  const isMeant = ({ place }: Entry) => places.includes(place);
  return withClosed(escalation, isMeant, { how: 'retried', at: past(30), by: BOB }).escalation;
}

const open = ({ entries }: Escalation) =>
  entries.filter((entry) => !entry.closed).map(({ place }) => place);
const due = (escalation: Escalation) => watchesOf(escalation, WAIT).map(({ at = 0 }) => at);

describe('A line of an escalation', () => {
  it('has its place in the message, from 1', () => {
    const { entries, isOpen } = opened(0, 1, 2);
    expect(entries.map(({ place, orderId }) => `${place} ${orderId}`)).toStrictEqual([
      ...['1 ORD-1', '2 ORD-2', '3 ORD-3'],
    ]);
    expect(isOpen).toBe(true);
  });

  it('that comes while an answer is waited for does not put the asking off', () => {
    expect(opened(0, 4)).toMatchObject({ unacknowledgedSince: NOON, asked: 0 });
    expect(due(opened(0, 4))).toStrictEqual([past(5)]);
  });

  it('that comes when all others are acknowledged asks anew, from its own time', () => {
    const again = withEntry(heard(asked(opened(0), past(10)), 1, past(11)), {
      ...{ orderId: 'ORD-2', requester: 'U0ALICE', at: past(20) },
    });
    expect(again).toMatchObject({ unacknowledgedSince: past(20), asked: 0 });
    expect(askedAgain(again, past(25), WAIT)?.note).toMatchObject({ time: 1, orderIds: ['ORD-2'] });
  });

  it('that comes when nobody had answered asks anew, and for all that wait', () => {
    const given = asked(opened(0), past(60));
    expect(isUnanswered(given)).toBe(true);
    const again = withEntry(given, { orderId: 'ORD-2', requester: 'U0ALICE', at: past(70) });
    expect(isUnanswered(again)).toBe(false);
    expect(askedAgain(again, past(75), WAIT)?.note).toMatchObject({
      ...{ time: 1, orderIds: ['ORD-1', 'ORD-2'] },
    });
  });
});

describe('An escalation that nobody acknowledges', () => {
  it('is not asked again before its time', () => {
    expect(askedAgain(opened(0), past(5) - 1, WAIT)).toBeUndefined();
  });

  it('is asked again three times at the most; then it says that nobody answered', () => {
    let now = opened(0);
    for (let time = 1; time <= ASKED_AT_MOST; time += 1) {
      const again = askedAgain(now, past(5 * time), WAIT);
      expect(again?.note).toMatchObject({ note: 'asked_again', time, orderIds: ['ORD-1'] });
      now = again?.escalation ?? now;
      expect(isUnanswered(now)).toBe(false);
    }
    const last = askedAgain(now, past(20), WAIT);
    expect(last).not.toHaveProperty('note');
    expect(last && isUnanswered(last.escalation)).toBe(true);
    expect(last && askedAgain(last.escalation, past(600), WAIT)).toBeUndefined();
    expect(last && due(last.escalation)).toStrictEqual([]);
  });

  it('and that was not looked at for an hour is asked once, and then waited for', () => {
    const late = askedAgain(opened(0), past(60), WAIT);
    expect(late?.note).toMatchObject({ time: 1 });
    expect(late && askedAgain(late.escalation, past(60), WAIT)).toBeUndefined();
    expect(late && due(late.escalation)).toStrictEqual([past(65)]);
  });

  it('has an id of its own for each asking, so that each happens once', () => {
    const ids = [0, 1, 2, 3].map((times) => {
      const [watch] = watchesOf(asked(opened(0), past(5 * times)), WAIT);
      return watch?.id;
    });
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain(undefined);
  });
});

describe('Acknowledge', () => {
  it('covers the lines that were shown, says who and when, and ends the asking', () => {
    const now = heard(asked(opened(0, 1), past(5)), 2, past(6));
    expect(now.entries.map((entry) => entry.acknowledged)).toStrictEqual([
      { by: BOB, at: past(6) },
      { by: BOB, at: past(6) },
    ]);
    expect(now).toMatchObject({ asked: 0, unacknowledgedSince: undefined });
    expect(due(now)).toStrictEqual([past(6) + REMIND_AFTER]);
  });

  it('from a drawing that did not show a later line leaves that one waiting, since it came', () => {
    const now = heard(opened(0, 4), 1, past(4.5));
    expect(now.entries.map((entry) => entry.acknowledged?.by)).toStrictEqual([BOB, undefined]);
    expect(now).toMatchObject({ unacknowledgedSince: past(4), asked: 0 });
    expect(askedAgain(now, past(9), WAIT)?.note).toMatchObject({ time: 1, orderIds: ['ORD-2'] });
  });

  it('counts what was asked already as asked: the line left waits from then on', () => {
    const now = heard(asked(opened(0, 4), past(5)), 1, past(6));
    expect(now).toMatchObject({ unacknowledgedSince: past(5) });
  });

  it('does nothing where nothing shown waits for it: heard, over, or not there yet', () => {
    expect(acknowledged(heard(opened(0), 1, past(1)), 1, CAROL, past(2))).toBeUndefined();
    expect(acknowledged(closed(opened(0, 1), 1), 1, CAROL, past(2))).toBeUndefined();
    expect(acknowledged(opened(0), 0, CAROL, past(2))).toBeUndefined();
  });
});

describe('The reminder', () => {
  it('is due an hour after the acknowledgement, names who gave it, and comes once', () => {
    const now = heard(heard(opened(0, 1), 1, past(2)), 2, past(2), CAROL);
    expect(reminded(now, past(2) + REMIND_AFTER - 1)).toBeUndefined();
    const told = reminded(now, past(2) + REMIND_AFTER);
    expect(told?.note).toMatchObject({
      ...{ note: 'still_open', orderIds: ['ORD-1', 'ORD-2'], mentions: [BOB, CAROL] },
    });
    expect(told && due(told.escalation)).toStrictEqual([]);
    expect(told && reminded(told.escalation, past(600))).toBeUndefined();
  });

  it('comes once for each acknowledgement, and not for the same one again', () => {
    const now = heard(heard(opened(0, 1), 1, past(2)), 2, past(20), CAROL);
    const first = reminded(now, past(2) + REMIND_AFTER);
    expect(first?.note).toMatchObject({ orderIds: ['ORD-1'], mentions: [BOB] });
    expect(first && due(first.escalation)).toStrictEqual([past(20) + REMIND_AFTER]);
    const second = first && reminded(first.escalation, past(20) + REMIND_AFTER);
    expect(second?.note).toMatchObject({ orderIds: ['ORD-2'], mentions: [CAROL] });
    expect(second?.escalation.remindAt).toBeUndefined();
  });

  it('is left out where what was acknowledged is over', () => {
    const now = closed(heard(opened(0, 1), 1, past(2)), 1);
    const told = reminded(now, past(2) + REMIND_AFTER);
    expect(told).not.toHaveProperty('note');
    expect(told?.escalation.remindAt).toBeUndefined();
  });

  it('and the asking are two things: what is acknowledged is not asked for', () => {
    const now = heard(opened(0, 4), 1, past(4.5));
    expect(due(now)).toStrictEqual([past(9), past(4.5) + REMIND_AFTER]);
  });
});

describe('A line that is over', () => {
  it('leaves the others open, and says how it came to its end', () => {
    const now = closed(opened(0, 1), 1);
    expect(open(now)).toStrictEqual([2]);
    expect(now).toMatchObject({
      ...{ isOpen: true, unacknowledgedSince: past(1) },
      entries: [{ closed: { how: 'retried', by: BOB } }, {}],
    });
  });

  it('is not closed a second time', () => {
    const once = closed(opened(0, 1), 1);
    const { over, escalation } = withClosed(once, () => true, { how: 'by_itself', at: past(40) });
    expect(over.map(({ place }) => place)).toStrictEqual([2]);
    expect(escalation.entries.map((entry) => entry.closed?.how)).toStrictEqual([
      ...['retried', 'by_itself'],
    ]);
  });

  it('does not let one that came later be asked for before its time', () => {
    const now = closed(opened(0, 4.5), 1);
    expect(askedAgain(now, past(5), WAIT)).toBeUndefined();
    expect(askedAgain(now, past(9.5), WAIT)?.note).toMatchObject({ orderIds: ['ORD-2'] });
  });

  it('keeps count of the asking for those that were asked for with it', () => {
    expect(closed(asked(opened(0, 0), past(10)), 1)).toMatchObject({
      ...{ asked: 2, unacknowledgedSince: past(10) },
    });
  });

  it('ends the asking where the others are acknowledged', () => {
    const now = closed(heard(asked(opened(0, 1), past(5)), 1, past(6)), 2);
    expect(now).toMatchObject({ isOpen: true, asked: 0, unacknowledgedSince: undefined });
    expect(due(now)).toStrictEqual([past(6) + REMIND_AFTER]);
  });

  it('for which nobody had answered is no reproach to those who acknowledged the others', () => {
    const left = asked(heard(opened(0, 4), 1, past(4.5)), past(60));
    expect(isUnanswered(left)).toBe(true);
    const now = closed(left, 2);
    expect(open(now)).toStrictEqual([1]);
    expect(isUnanswered(now)).toBe(false);
  });

  it('is the end of the escalation where it is the last: nothing is waited for any more', () => {
    const now = closed(heard(asked(opened(0, 1), past(5)), 1, past(6)), 1, 2);
    expect(now).toMatchObject({ isOpen: false, asked: 0 });
    expect(due(now)).toStrictEqual([]);
  });
});
