import { z } from 'zod';
import type { Subject } from '../logging/subject.js';
import type { WorkflowName } from './signal.js';

/** A post's id begins with the run's or the escalation's; the word behind it tells which. */
const OF_ESCALATION = /^[^:]+:(escalation|asked_again|still_open)\b/;

/** What a workflow concerns, by its name and its first argument: for its log lines and its trace. */
export function subjectOf(workflow: string, [first = '']: readonly string[]): Subject {
  const id = z.uuid().safeParse(first.split(':', 1)[0]).data;
  if (id === undefined) return {};
  const watching: WorkflowName = 'watchEscalation';
  const isEscalation = workflow === watching || OF_ESCALATION.test(first);
  return isEscalation ? { escalation: id } : { run: id };
}
