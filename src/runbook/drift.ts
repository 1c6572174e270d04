import { z } from 'zod';
import type { Preview } from './facts.js';
import { lasting, refundTotal, sorted } from './impact.js';
import type { Verdict } from './pre-checks.js';

/** One thing that changed between two looks, fit for the card: amounts, counts and codes alone. */
export const changeSchema = z.object({ what: z.string(), before: z.string(), after: z.string() });
export type Change = z.infer<typeof changeSchema>;

interface Seen {
  readonly verdicts: readonly Verdict[];
  readonly impact: Preview;
}

/**
 * What changed since the card was drawn (product.md «The way of one cancellation» 4). Recipients,
 * names and warnings are counted or said to differ, never quoted: the card is public.
 */
export function drift(before: Seen, after: Seen): readonly Change[] {
  const pairs = [
    ...after.verdicts.map((verdict) => {
      const was = before.verdicts.find(({ check }) => check === verdict.check);
      return change(verdict.check.replaceAll('_', ' '), was ? said(was) : '–', said(verdict));
    }),
    change('refund', refundTotal(before.impact), refundTotal(after.impact)),
    listChange('workflows', before.impact.workflows, after.impact.workflows),
    listChange('notifications', before.impact.notifications, after.impact.notifications),
    change('billing records', count(before.impact), count(after.impact)),
    listChange('warnings', before.impact.warnings, after.impact.warnings),
    listChange('further impact', lasting(before.impact), lasting(after.impact)),
  ];
  return pairs.filter((pair) => pair !== undefined);
}

function change(what: string, before: string, after: string): Change | undefined {
  return before === after ? undefined : { what, before, after };
}

function listChange(
  what: string,
  before: readonly unknown[],
  after: readonly unknown[],
): Change | undefined {
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return undefined;
  const others = before.length === after.length ? ' (others, see Details)' : '';
  return { what, before: String(before.length), after: `${after.length}${others}` };
}

function said(verdict: Verdict): string {
  const word = verdict.word.replaceAll('_', ' ');
  return verdict.word === 'passed' ? word : `${word} (${verdict.code})`;
}

function count(impact: Preview): string {
  return impact.billingRecords === undefined ? 'not named' : String(impact.billingRecords);
}
