import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUSINESS_HOURS_EXAMPLE,
  BusinessHoursError,
  isOpen,
  parseBusinessHours,
} from '../../src/runbook/business-hours.js';

const open = (text: string, at: string) => isOpen(parseBusinessHours(text), Date.parse(at));

describe('Business hours', () => {
  const usual = 'mon-fri 09:00-17:00 UTC';

  it.each([
    ['2024-12-02T08:59:59.999Z', false, 'a moment before the start'],
    ['2024-12-02T09:00:00.000Z', true, 'at the start'],
    ['2024-12-02T16:59:59.999Z', true, 'a moment before the end'],
    ['2024-12-02T17:00:00.000Z', false, 'at the end'],
    ['2024-12-06T12:00:00.000Z', true, 'on the last day'],
    ['2024-12-07T12:00:00.000Z', false, 'on a Saturday'],
    ['2024-12-08T12:00:00.000Z', false, 'on a Sunday'],
  ])('at %s are open: %s (%s)', (at, expected) => {
    expect(open(usual, at)).toBe(expected);
  });

  it('take the day from their zone, not from UTC', () => {
    expect(open('mon 08:00-10:00 Asia/Tokyo', '2024-12-01T23:30:00Z')).toBe(true);
    expect(open('mon 08:00-10:00 Asia/Tokyo', '2024-12-02T23:30:00Z')).toBe(false);
  });

  it('move with summer time', () => {
    const berlin = 'mon-sun 09:00-17:00 Europe/Berlin';
    expect(open(berlin, '2024-03-30T07:30:00Z')).toBe(false);
    expect(open(berlin, '2024-03-31T07:30:00Z')).toBe(true);
    expect(open(berlin, '2024-10-26T07:30:00Z')).toBe(true);
    expect(open(berlin, '2024-10-27T07:30:00Z')).toBe(false);
  });

  it('count the hour that autumn repeats both times', () => {
    const early = 'sun 02:00-03:00 Europe/Berlin';
    expect(open(early, '2024-10-27T00:30:00Z')).toBe(true);
    expect(open(early, '2024-10-27T01:30:00Z')).toBe(true);
    expect(open(early, '2024-10-27T02:00:00Z')).toBe(false);
  });

  it('over midnight belong to the day they began on', () => {
    const night = 'fri 22:00-06:00 UTC';
    expect(open(night, '2024-12-06T21:59:00Z')).toBe(false);
    expect(open(night, '2024-12-06T22:00:00Z')).toBe(true);
    expect(open(night, '2024-12-07T05:59:00Z')).toBe(true);
    expect(open(night, '2024-12-07T06:00:00Z')).toBe(false);
    expect(open(night, '2024-12-06T05:00:00Z')).toBe(false);
    expect(open(night, '2024-12-07T22:00:00Z')).toBe(false);
    expect(open('sun 22:00-06:00 UTC', '2024-12-09T05:00:00Z')).toBe(true);
  });

  it('take 24:00 and 00:00 as the end of the day', () => {
    for (const end of ['24:00', '00:00']) {
      expect(open(`mon 20:00-${end} UTC`, '2024-12-02T23:59:59Z')).toBe(true);
      expect(open(`mon 20:00-${end} UTC`, '2024-12-03T00:00:00Z')).toBe(false);
    }
  });

  it('are open where any part of several is', () => {
    const hours = `${usual}; sat 10:00-14:00 Europe/Berlin`;
    expect(open(hours, '2024-12-02T12:00:00Z')).toBe(true);
    expect(open(hours, '2024-12-07T09:00:00Z')).toBe(true);
    expect(open(hours, '2024-12-07T13:00:00Z')).toBe(false);
  });

  it('are closed at a time that is none', () => {
    expect(isOpen(parseBusinessHours('mon-sun 00:00-24:00 UTC'), Number.NaN)).toBe(false);
  });

  it.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['fri-mon', [5, 6, 7, 1]],
    ['sun-mon', [7, 1]],
    ['wed-wed', [3]],
    ['mon,wed,fri', [1, 3, 5]],
    ['mon-tue,fri', [1, 2, 5]],
    ['Mon - Fri', [1, 2, 3, 4, 5]],
    ['mon, mon', [1]],
  ])('read the days %s', (days, weekdays) => {
    expect(parseBusinessHours(`${days} 9:00-17:30 UTC`)).toEqual([
      { weekdays, start: 540, end: 1050, zone: 'UTC' },
    ]);
  });

  it.each([
    ['', 'a part is empty'],
    ['mon-fri 09:00-17:00 UTC;', 'a part is empty'],
    ['mon-fri 09:00-17:00', '"mon-fri 09:00-17:00" is not made of days, hours and a zone'],
    ['mon fri 09:00-17:00 UTC', '"mon fri 09:00-17:00 UTC" is not made of'],
    ['mo-fri 09:00-17:00 UTC', '"mo" is no day; days are mon, tue,'],
    ['mon, 09:00-17:00 UTC', 'is not made of days, hours and a zone'],
    ['mon,,tue 09:00-17:00 UTC', '"" is no day'],
    ['mon-wed-fri 09:00-17:00 UTC', '"mon-wed-fri" is no range of days'],
    ['mon-fri 09:00 UTC', '"09:00" is not made of a start and an end'],
    ['mon-fri 9-17 UTC', '"9" is no time of day'],
    ['mon-fri 09:60-17:00 UTC', '"09:60" is no time of day'],
    ['mon-fri 09:00-24:01 UTC', '"24:01" is no time of day'],
    ['mon-fri 09:00-25:00 UTC', '"25:00" is no time of day'],
    ['mon-fri 24:00-17:00 UTC', 'a start of 24:00 is 00:00 of the next day'],
    ['mon-fri 09:00-09:00 UTC', 'starts as it ends; a whole day is 00:00-24:00'],
    ['mon-fri 09:00-17:00 Mars/Base', '"Mars/Base" is no IANA time zone'],
    ['mon-fri 09:00-17:00 +02:00', '"+02:00" is no IANA time zone'],
    ['mon-fri 09:00-17:00 local', '"local" is no IANA time zone'],
  ])('refuse «%s» and show a right example', (text, problem) => {
    const parse = () => parseBusinessHours(text);
    expect(parse).toThrow(BusinessHoursError);
    expect(parse).toThrow(problem);
    expect(parse).toThrow(BUSINESS_HOURS_EXAMPLE);
  });

  it('can be written as the example shows', () => {
    expect(parseBusinessHours(BUSINESS_HOURS_EXAMPLE)).toHaveLength(2);
  });
});

// The same cases on every run.
fc.configureGlobal({ seed: 20_241_201 });

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const clock = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const zone = fc.constantFrom(...zones);
const minute = fc.integer({ min: 0, max: 1439 });
const day = fc.integer({ min: 0, max: 6 });
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.getTime());

/** The weekday (0 = Monday) and minute of the day in a zone, asked of Intl rather than luxon. */
function wallClock(at: number, timeZone: string): { today: number; now: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  const today = DAYS.indexOf(String(parts.weekday).toLowerCase());
  return { today, now: Number(parts.hour) * 60 + Number(parts.minute) };
}

describe('For any business hours', () => {
  it('a whole week of whole days is always open', () => {
    fc.assert(
      fc.property(zone, day, instant, (where, first, at) => {
        const week = `${DAYS[first]}-${DAYS[(first + 6) % 7]}`;
        expect(isOpen(parseBusinessHours(`${week} 00:00-24:00 ${where}`), at)).toBe(true);
      }),
    );
  });

  it('hours and the hours from their end to their start divide the week between them', () => {
    fc.assert(
      fc.property(zone, minute, minute, instant, (where, start, end, at) => {
        fc.pre(start !== end);
        const there = isOpen(
          parseBusinessHours(`mon-sun ${clock(start)}-${clock(end)} ${where}`),
          at,
        );
        const back = isOpen(
          parseBusinessHours(`mon-sun ${clock(end)}-${clock(start)} ${where}`),
          at,
        );
        expect(there).not.toBe(back);
      }),
    );
  });

  it('one day is open exactly where the zone’s wall clock says so', () => {
    fc.assert(
      fc.property(zone, minute, minute, day, instant, (where, start, end, began, at) => {
        fc.pre(start !== end);
        const { today, now } = wallClock(at, where);
        const hours = parseBusinessHours(`${DAYS[began]} ${clock(start)}-${clock(end)} ${where}`);
        const length = (end - start + 1440) % 1440;
        const sinceStart = ((today - began + 7) % 7) * 1440 + now - start;
        expect(isOpen(hours, at)).toBe(sinceStart >= 0 && sinceStart < length);
      }),
      { numRuns: 1000 },
    );
  });

  it('a list of days is read as each of them by itself', () => {
    const days = fc.uniqueArray(day, { minLength: 1 });
    fc.assert(
      fc.property(days, minute, minute, instant, (picked, start, end, at) => {
        fc.pre(start !== end);
        const span = `${clock(start)}-${clock(end)} UTC`;
        const names = picked.map((index) => DAYS[index]);
        const asList = parseBusinessHours(`${names.join(',')} ${span}`);
        const asParts = parseBusinessHours(names.map((name) => `${name} ${span}`).join(';'));
        expect(isOpen(asList, at)).toBe(isOpen(asParts, at));
      }),
    );
  });

  it('no text makes the reader fail in any other way than by saying what is wrong', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseBusinessHours(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BusinessHoursError);
        }
      }),
    );
  });
});
