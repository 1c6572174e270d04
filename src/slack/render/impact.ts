import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Preview } from '../../runbook/facts.js';
import { RISK } from '../../runbook/policy.js';
import { SHOWN } from './limits.js';
import { type Line, labelled, paragraph, titledList, value, words } from './rich.js';
import { countsLine, refundLine } from './summary.js';

/** Runbook «Preview Cancellation Impact», whole but bounded: for entitled people. */
export function impactBlocks(impact: Preview): KnownBlock[] {
  return [
    paragraph([
      labelled('Refund', value(refundLine(impact))),
      labelled('Touches', words(countsLine(impact))),
    ]),
    ...listed('Workflows', impact.workflows, ({ id, name }) => pair(name, id)),
    ...listed('Notifications', impact.notifications, (to) => pair(to.channel, to.recipient)),
    ...listed('Warnings', impact.warnings, (warning) => [value(warning)]),
    ...listed('Further', impact.further, (further) => pair(further.name, further.value)),
  ];
}

/** Runbook «Risk Assessment». */
export function riskBlock(): RichTextBlock {
  return paragraph([
    labelled('Risk', words(`${RISK.level} (${RISK.impacts.join(', ')})`)),
    labelled('Mitigated by', words(RISK.mitigations.join(', '))),
  ]);
}

function listed<T>(
  title: string,
  entries: readonly T[],
  line: (entry: T) => Line,
): RichTextBlock[] {
  return entries.length > 0 ? [titledList(`${title} (${entries.length})`, entries, line)] : [];
}

function pair(name: string, text: string): Line {
  return [value(name, SHOWN.entry), words(': '), value(text, SHOWN.entry)];
}
