import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';

/** What the work under way concerns. People are Slack ids. */
export interface Subject {
  readonly run?: string;
  readonly order?: string;
  readonly escalation?: string;
  readonly person?: string;
  readonly workflow?: string;
  readonly workflowId?: string;
  readonly step?: string;
}

type Learning = { -readonly [Name in keyof Subject]: Subject[Name] };

const subjects = new AsyncLocalStorage<Learning>();
/** Whose order a run is never changes: so a line that knows the run alone names the order too. */
const ordersOfRuns = new LRUCache<string, string>({ max: 20_000 });

/** Every log line of `work` says what it concerns, whoever writes it; within another, that too. */
export function concerning<T>(subject: Subject, work: () => T): T {
  return subjects.run({ ...subjects.getStore(), ...subject }, work);
}

/** The work under way turns out to concern this too. Nothing where none was begun. */
export function concerns(more: Subject): void {
  const subject = subjects.getStore();
  if (subject) Object.assign(subject, more);
}

/** What the work under way concerns; `run` where a line names one itself. */
export function subjectNow(run?: string): Subject {
  const subject = subjects.getStore();
  const of = run ?? subject?.run;
  const order = (of === subject?.run && subject?.order) || (of && ordersOfRuns.get(of));
  return { ...subject, ...(order && { order }) };
}

/** Remembers which order a run is of. */
export function rememberOrder(runId: string, orderId: string): void {
  ordersOfRuns.set(runId, orderId);
}
