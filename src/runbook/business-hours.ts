import { DateTime, IANAZone } from 'luxon';

/** Times at which the runbook's cancellation window is open. */
export type BusinessHours = readonly OpenHours[];

/**
 * Luxon weekdays (1 = Monday), minutes since midnight: start included, end not; an IANA zone.
 * An end at or before the start lies on the next day: the hours belong to the day they begin on.
 */
export interface OpenHours {
  readonly weekdays: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly zone: string;
}

export const BUSINESS_HOURS_EXAMPLE =
  'mon-fri 09:00-17:00 UTC; sat,sun 10:00-14:00 Europe/Berlin' as const;

/** What is wrong with a text of business hours. The message also shows a right one. */
export class BusinessHoursError extends Error {
  override readonly name = 'BusinessHoursError';

  constructor(readonly problem: string) {
    super(`${problem}. Write it like: ${BUSINESS_HOURS_EXAMPLE}`);
  }
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_END = 24 * 60;

/**
 * Reads `<days> <start>-<end> <zone>`, several parted by `;` (product.md «Settings»). Days are a
 * list of days and ranges (`mon,wed`, `fri-mon`). Throws BusinessHoursError.
 */
export function parseBusinessHours(text: string): BusinessHours {
  return text.split(';').map((part) => parsePart(part.trim()));
}

/**
 * Runbook «Cancellation Window»: whether any of the hours are open at `at` (epoch ms). Read off
 * the zone's wall clock, so that a change to or from summer time moves with the people.
 */
export function isOpen(hours: BusinessHours, at: number): boolean {
  return hours.some(({ weekdays, start, end, zone }) => {
    const local = DateTime.fromMillis(at, { zone });
    const minute = local.hour * 60 + local.minute;
    const today = weekdays.includes(local.weekday);
    if (start < end) return today && start <= minute && minute < end;
    const yesterday = weekdays.includes(local.minus({ days: 1 }).weekday);
    return (today && start <= minute) || (yesterday && minute < end);
  });
}

function parsePart(part: string): OpenHours {
  if (part === '') throw new BusinessHoursError('a part is empty');
  const [days, span, zone, ...rest] = part.replace(/\s*([-,])\s*/g, '$1').split(/\s+/);
  if (!days || !span || !zone || rest.length > 0) {
    throw new BusinessHoursError(`"${part}" is not made of days, hours and a zone`);
  }
  // Luxon asks the runtime, and newer runtimes take an offset, which knows no summer time.
  if (!/^[a-z]/i.test(zone) || !IANAZone.isValidZone(zone)) {
    throw new BusinessHoursError(`"${zone}" is no IANA time zone`);
  }
  return { weekdays: parseDays(days), ...parseSpan(span), zone };
}

function parseDays(text: string): number[] {
  const days = text.split(',').flatMap((entry) => {
    const [first = '', last = first, ...rest] = entry.split('-');
    if (rest.length > 0) throw new BusinessHoursError(`"${entry}" is no range of days`);
    const from = weekday(first);
    const length = (weekday(last) - from + 7) % 7;
    return Array.from({ length: length + 1 }, (_, step) => ((from - 1 + step) % 7) + 1);
  });
  return [...new Set(days)];
}

function weekday(text: string): number {
  const index = DAYS.indexOf(text.toLowerCase());
  if (index < 0) throw new BusinessHoursError(`"${text}" is no day; days are ${DAYS.join(', ')}`);
  return index + 1;
}

function parseSpan(text: string): { start: number; end: number } {
  const [from, to, ...rest] = text.split('-');
  if (!from || !to || rest.length > 0) {
    throw new BusinessHoursError(`"${text}" is not made of a start and an end`);
  }
  const start = minuteOfDay(from);
  const end = minuteOfDay(to);
  if (start === DAY_END) throw new BusinessHoursError('a start of 24:00 is 00:00 of the next day');
  if (start === end) {
    throw new BusinessHoursError(`"${text}" starts as it ends; a whole day is 00:00-24:00`);
  }
  return { start, end };
}

function minuteOfDay(text: string): number {
  const [, hour, minute] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? [];
  const total = Number(hour) * 60 + Number(minute);
  if (total <= DAY_END) return total;
  throw new BusinessHoursError(`"${text}" is no time of day; times are 00:00 to 24:00`);
}
