import type { ContextBlock, RichTextBlock } from '@slack/types';
import type { HistoryEntry } from '../../cancellations/run/history.js';
import type { Cancellation } from '../../cancellations/run/record.js';
import { small } from './blocks.js';
import { slackTime, utcDayAndTime } from './dates.js';
import { SHOWN } from './limits.js';
import { type Line, person, titledList, words } from './rich.js';
import { mention } from './text.js';
import { ALONE, EVENTS } from './words.js';

/** A line a step, who and when: for the channel, without the details. */
export function publicHistory(run: Cancellation): ContextBlock[] {
  const lines = run.history.map((entry) => publicLine(entry, run.requestedAt));
  return lines.length > 0 ? [small(bounded(lines).join('\n'))] : [];
}

/** The same with each step's details: for entitled people. */
export function wholeHistory(run: Cancellation): RichTextBlock[] {
  const shown = run.history.slice(-SHOWN.entries);
  const earlier = run.history.length - shown.length;
  const title = earlier > 0 ? `History (${earlier} earlier left out)` : 'History';
  return shown.length > 0 ? [titledList(title, shown, wholeLine)] : [];
}

function publicLine({ event, at, by, code, alone }: HistoryEntry, beside: number): string {
  const who = by === undefined ? '' : ` by ${mention(by)}`;
  const why = code === undefined ? '' : ` \`${code}\``;
  return `${slackTime(at, beside)}  ${EVENTS[event]}${who}${alone ? ALONE : ''}${why}`;
}

function wholeLine({ event, at, by, code, alone }: HistoryEntry): Line {
  return [
    words(`${utcDayAndTime(at)}  ${EVENTS[event]}`),
    ...(by === undefined ? [] : [words(' by '), person(by)]),
    ...(alone ? [words(ALONE)] : []),
    ...(code === undefined ? [] : [words(` (${code})`)]),
  ];
}

/** How it began and how it goes on; a long middle is counted. */
function bounded(lines: readonly string[]): readonly string[] {
  const left = lines.length - SHOWN.historyFirst - SHOWN.historyLast;
  if (left <= 0) return lines;
  return [
    ...lines.slice(0, SHOWN.historyFirst),
    `… ${left} more …`,
    ...lines.slice(-SHOWN.historyLast),
  ];
}
