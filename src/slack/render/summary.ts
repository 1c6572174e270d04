import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import type { Preview } from '../../runbook/facts.js';
import { refundTotal } from '../../runbook/impact.js';
import { SHOWN } from './limits.js';
import { type Line, labelled, paragraph, person, value, words } from './rich.js';
import { counted, oneLine } from './text.js';

/** The refund total; it is upstream's text, and bounded. */
export function refundLine(impact: Preview): string {
  return oneLine(refundTotal(impact), SHOWN.refund);
}

/** How many of everything a cancellation touches. */
export function countsLine(impact: Preview): string {
  return [
    counted(impact.workflows.length, 'workflow'),
    counted(impact.notifications.length, 'notification'),
    billingRecords(impact),
  ].join(', ');
}

/** What everybody in the channel may know of a run (product.md «Who sees what»). */
export function summary(run: Cancellation): RichTextBlock {
  return paragraph([
    people(run),
    labelled('Refund', value(refundLine(run.impact))),
    labelled('Touches', words(countsLine(run.impact))),
    ...hidden(run.impact),
    labelled('Reason', value(run.reason)),
  ]);
}

function people(run: Cancellation): Line {
  const confirmed: RichTextElement[] =
    'intent' in run ? [words(', confirmed by '), person(run.intent.actor.slackId)] : [];
  return labelled('Requested by', person(run.requester.slackId), ...confirmed);
}

/** What stands behind «Details» is counted here, never quoted. */
function hidden({ warnings, further }: Preview): readonly Line[] {
  const counts = [
    ...(warnings.length > 0 ? [counted(warnings.length, 'warning')] : []),
    ...(further.length > 0 ? [`${further.length} further`] : []),
  ];
  return counts.length > 0 ? [labelled('Also', words(`${counts.join(', ')}, see Details`))] : [];
}

function billingRecords({ billingRecords: count }: Preview): string {
  return count === undefined ? 'billing records not named' : counted(count, 'billing record');
}
