import { z } from 'zod';
import { BusinessHoursError, parseBusinessHours } from '../runbook/business-hours.js';
import { field, Problem, shown } from './field.js';

/** A secret, fit to be sent in a header. It is never shown. */
export const secret = (prefix = '') =>
  field((text) => {
    if (!text.startsWith(prefix)) return new Problem(`does not start with ${prefix}`);
    if (text === prefix) return new Problem(`holds nothing after ${prefix}`);
    return /^[!-~]+$/.test(text) ? text : new Problem('holds a space or another strange character');
  });

/** Text of the form `form`; what does not match `is` not that. */
export const text = (form: RegExp, is: string) =>
  field((value) => (form.test(value) ? value : new Problem(`${shown(value)} is no ${is}`)));

export const wholeNumber = (least: number, most: number) =>
  field((value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    return new Problem(`${shown(value)} is no whole number from ${least} to ${most}`);
  });

export const choice = <const Word extends string>(...words: readonly [Word, ...Word[]]) =>
  z.enum(words, {
    error: ({ input }) => `${shown(String(input))} is none of ${words.join(', ')}`,
  });

export const flag = () => choice('true', 'false').transform((word) => word === 'true');

/** Words parted by commas, each once, each no longer than `longest` characters. */
export const list = ({ longest = 255, most = 100 } = {}) =>
  field((value): readonly string[] | Problem => {
    const entries = [...new Set(value.split(',').map((entry) => entry.trim()))];
    if (entries.includes('')) return new Problem(`${shown(value)} holds an empty entry`);
    if (entries.length > most) return new Problem(`holds more than ${most} entries`);
    const long = entries.find((entry) => entry.length > longest);
    return long ? new Problem(`${shown(long)} is longer than ${longest} characters`) : entries;
  });

export const businessHours = () =>
  field((value) => {
    try {
      return parseBusinessHours(value);
    } catch (error) {
      if (error instanceof BusinessHoursError) return new Problem(error.problem);
      throw error;
    }
  });
