import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Preview } from './facts.js';
import type { Verdict } from './pre-checks.js';

/** The preview as it is recorded with a run (runbook «Preview Cancellation Impact»). */
export const impactSchema: z.ZodType<Preview> = z.object({
  refund: z.object({ amount: z.string(), currency: z.string() }).optional(),
  workflows: z.array(z.object({ id: z.string(), name: z.string() })),
  notifications: z.array(z.object({ channel: z.string(), recipient: z.string() })),
  billingRecords: z.number().optional(),
  warnings: z.array(z.string()),
  further: z.array(z.object({ name: z.string(), value: z.string() })),
});

/**
 * What a person decided on, as one word: each verdict's check, word and code, and the impact.
 * Values that change by themselves (ages, times, request ids) are no part of it, so that a digest
 * differs only where a person would want to look again.
 */
export function digest(verdicts: readonly Verdict[], impact: Preview): string {
  const decidedOn = {
    verdicts: verdicts.map((verdict) => [
      verdict.check,
      verdict.word,
      verdict.word === 'passed' ? '' : verdict.code,
    ]),
    refund: impact.refund ? [impact.refund.amount, impact.refund.currency] : null,
    workflows: sorted(impact.workflows.map(({ id, name }) => [id, name])),
    notifications: sorted(impact.notifications.map((to) => [to.channel, to.recipient])),
    billingRecords: impact.billingRecords ?? null,
    warnings: sorted(impact.warnings),
    further: sorted(lasting(impact)),
  };
  return createHash('sha256').update(JSON.stringify(decidedOn)).digest('base64url');
}

/** The refund total as a person reads it, or that there is none. */
export function refundTotal(impact: Preview): string {
  return impact.refund ? `${impact.refund.amount} ${impact.refund.currency}` : 'none';
}

/**
 * What the preview holds beyond the contract, without what passes by itself, and without places in a
 * list: the service promises no order.
 */
export function lasting({ further }: Preview): readonly (readonly [string, string])[] {
  return further
    .filter(isLasting)
    .map(({ name, value }) => [name.replaceAll(/\.\d+(?=\.|$)/g, '.*'), value]);
}

const TIME = /^"?\d{4}-\d{2}-\d{2}T[\d:.,]+(Z|[+-]\d{2}:?\d{2})?"?$/;
const TIMES = new Set(['at', 'date', 'time', 'timestamp', 'timestamps', 'ms']);
const REQUESTS = new Set(['request', 'trace', 'correlation', 'span']);

/** False for what differs at each reading by itself: times, ages, the ids of a request. */
export function isLasting({ name, value }: Preview['further'][number]): boolean {
  if (TIME.test(value)) return false;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const last = words.at(-1) ?? '';
  const isOfRequest = last === 'id' && words.some((word) => REQUESTS.has(word));
  return !(isOfRequest || TIMES.has(last) || words.includes('age'));
}

/** The service promises no order in its lists; another order is no other impact. */
export function sorted(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
