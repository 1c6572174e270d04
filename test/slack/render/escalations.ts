import type { Cancellation } from '../../../src/cancellations/run/record.js';
import type { Entry, Escalation } from '../../../src/cancellations/trouble/escalation.js';
import type { FailureCode } from '../../../src/runbook/failures.js';
import { ADA, MINUTE, REQUEST, TWO_PM } from './runs.js';

export const ESCALATION_ID = 'cc9d2c4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f';

/** A line of an escalation, about the first trouble of the run of ORD-1001. */
export function entry(more: Partial<Entry> = {}): Entry {
  const { runId, orderId } = REQUEST;
  return { place: 1, runId, trouble: 1, orderId, requester: ADA.slackId, at: TWO_PM, ...more };
}

/** The message about it, or about several. */
export function escalation(
  code: FailureCode,
  entries: readonly Entry[] = [entry()],
  more: Partial<Escalation> = {},
): Escalation {
  const isOpen = entries.some(({ closed }) => !closed);
  const about = { escalationId: ESCALATION_ID, code, openedAt: TWO_PM, isOpen, entries };
  return { ...about, asked: 0, ...(isOpen && { unacknowledgedSince: TWO_PM }), ...more };
}

/** As many lines as are asked for, each of a run of its own; `drawn` says how that run stands. */
export function storm(
  count: number,
  drawn: (about: { readonly runId: string; readonly orderId: string }) => Cancellation,
  line: (place: number) => Partial<Entry> = () => ({}),
): { readonly entries: readonly Entry[]; readonly runs: ReadonlyMap<string, Cancellation> } {
  const runs = Array.from({ length: count }, (_, index) => ({
    runId: `${String(index).padStart(8, '0')}-2e4a-4b6c-8d9e-0f1a2b3c4d5e`,
    orderId: `ORD-${2000 + index}`,
  }));
  return {
    runs: new Map(runs.map((about) => [about.runId, drawn(about)])),
    entries: runs.map((about, index) => entry({ ...about, place: index + 1, ...line(index + 1) })),
  };
}

export const ACKNOWLEDGED = { by: 'U0CAROL', at: TWO_PM + 2 * MINUTE };
