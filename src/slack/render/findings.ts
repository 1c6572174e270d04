import type { KnownBlock } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { utcDayAndTime } from './dates.js';
import { effectOf } from './effect.js';
import { SHOWN } from './limits.js';
import { type Line, labelled, paragraph, person, quoted, value, words } from './rich.js';

/** What went wrong and what was said about it, quotes included: for entitled people. */
export function findings(run: Cancellation): readonly KnownBlock[] {
  const effect = effectOf(run);
  const ticket = effect?.ticket?.state === 'failed' ? effect.ticket : undefined;
  return [
    ...found('What was found', foundOf(run)),
    ...triedBlock(run),
    ...found('Why it was not rolled back', effect?.notRolledBack?.detail),
    ...found('Why the ticket was not delivered', ticket?.detail),
    ...(run.state === 'resolved'
      ? [quoted('Note of who resolved it by hand', run.resolution.note, SHOWN.notes)]
      : []),
    ...rollbackBlock(run),
  ];
}

function found(title: string, text: string | undefined): readonly KnownBlock[] {
  return text ? [quoted(title, text, SHOWN.notes)] : [];
}

function foundOf(run: Cancellation): string | undefined {
  if (run.state === 'refused') return run.refusal.detail;
  return 'trouble' in run ? run.trouble.detail : undefined;
}

function triedBlock(run: Cancellation): readonly KnownBlock[] {
  if (!('trouble' in run)) return [];
  const { tried, requestId } = run.trouble;
  const lines: Line[] = [
    ...(tried.length > 0 ? [labelled('Tried', value(tried.join('; '), SHOWN.notes))] : []),
    ...(requestId ? [labelled('X-Request-ID', value(requestId))] : []),
  ];
  return lines.length > 0 ? [paragraph(lines)] : [];
}

/** What was recorded before the reinstatement went out. */
function rollbackBlock(run: Cancellation): readonly KnownBlock[] {
  if (!('rollback' in run)) return [];
  const { actor, key, recordedAt, formerStatus } = run.rollback;
  return [
    paragraph([
      labelled('Rolled back by', person(actor.slackId), words(` at ${utcDayAndTime(recordedAt)}`)),
      labelled('X-User-ID of the rollback', value(actor.userId)),
      labelled('X-Idempotency-Key of the rollback', value(key)),
      labelled('Status before the cancellation', value(formerStatus)),
    ]),
  ];
}
