import ms from 'ms';
import { field, Problem, shown } from './field.js';

/** Node's timers fire at once when they are asked to wait longer than this. */
const LONGEST_TIMER = 2 ** 31 - 1;
const HUNDRED_YEARS = ms('100y');

/** A time to wait, as the `ms` package reads it, at most 24 days; in whole ms. */
export const wait = () =>
  duration(LONGEST_TIMER, 'is longer than 24 days, which no timer can wait');

/** An age, which nobody waits for: at most 100 years; in whole ms. */
export const age = () => duration(HUNDRED_YEARS, 'is longer than 100 years');

function duration(longest: number, tooLong: string) {
  return field((text) => {
    if (/^-?[\d.]+$/.test(text)) return new Problem(`${shown(text)} has no unit`);
    const length = isDuration(text) ? ms(text) : Number.NaN;
    if (!Number.isFinite(length)) return new Problem(`${shown(text)} is no duration`);
    if (length < 1) return new Problem(`${shown(text)} is shorter than a millisecond`);
    if (length > longest) return new Problem(`${shown(text)} ${tooLong}`);
    return Math.round(length);
  });
}

/** Has the form that `ms` reads, a unit included; whether it knows the unit, `ms` says. */
function isDuration(text: string): text is ms.StringValue {
  return /^-?(\d+|\d*\.\d+) ?[a-z]+$/i.test(text);
}
