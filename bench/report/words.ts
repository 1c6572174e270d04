import type { Bound, Figure } from '../shape.js';
import { verdictOn } from '../verdict.js';

/** Three digits that say something, and never an exponent. */
export function inDigits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(Number.isInteger(value) ? 0 : places);
}

/** What is to be reached: «≤ 1.5 × bare Bolt». */
export function inWords({ kind, limit, times }: Bound): string {
  const sign = kind === 'at_most' ? '≤' : '≥';
  return times === undefined ? `${sign} ${limit}` : `${sign} ${limit} × ${times}`;
}

/** How a figure stands beside what is to be reached: «1.24, reached»; empty where nothing is. */
export function standing(figure: Figure): string {
  const verdict = verdictOn(figure);
  if (!verdict) return '';
  const value = figure.bound?.times === undefined ? '' : `${inDigits(verdict.value)} ×, `;
  return `${value}${verdict.reached ? 'reached' : 'not reached'}`;
}

/** Everything that was measured beside it: «baseline 255, one call 52.1». */
export function besides({ beside = {} }: Figure): string {
  return Object.entries(beside)
    .map(([name, value]) => `${name} ${inDigits(value)}`)
    .join(', ');
}
