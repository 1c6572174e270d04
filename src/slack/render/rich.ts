import type {
  RichTextBlock,
  RichTextElement,
  RichTextList,
  RichTextQuote,
  RichTextSection,
} from '@slack/types';
import { SHOWN } from './limits.js';
import { isSlackId, manyLines, oneLine, shownOrder } from './text.js';

/** One line of rich text, in which nothing that is written can become a mention, a link or markup. */
export type Line = readonly RichTextElement[];

/** Words of our own. */
export function words(text: string): RichTextElement {
  return { type: 'text', text };
}

/** Words of our own that the eye should find. */
export function strong(text: string): RichTextElement {
  return { type: 'text', text, style: { bold: true } };
}

/** Text from people or from upstream, on one line, bounded. */
export function value(text: string, limit: number = SHOWN.value): RichTextElement {
  return { type: 'text', text: oneLine(text, limit) };
}

/** A Slack user, by name, notifying nobody who does not read here anyway. */
export function person(slackId: string): RichTextElement {
  return isSlackId(slackId) ? { type: 'user', user_id: slackId } : words('somebody');
}

/** `name: text`, the name ours. */
export function labelled(name: string, ...rest: readonly RichTextElement[]): Line {
  return [strong(`${name}: `), ...rest];
}

/** The order a message is about, by itself. */
export function orderLine(orderId: string): RichTextBlock {
  return paragraph([[strong(shownOrder(orderId))]]);
}

/** Lines one below the other. */
export function paragraph(lines: readonly Line[]): RichTextBlock {
  const elements = lines.flatMap((line, index) => (index > 0 ? [words('\n'), ...line] : line));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** A bold title above a list; at most `most` entries, then how many more there are. */
export function titledList<Entry>(
  title: string,
  entries: readonly Entry[],
  line: (entry: Entry) => Line,
  most: number = SHOWN.entries,
): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [section([strong(title)]), list(entries, line, most)],
  };
}

/** A list without a title. */
export function untitledList<Entry>(
  entries: readonly Entry[],
  line: (entry: Entry) => Line,
  most: number = SHOWN.entries,
): RichTextBlock {
  return { type: 'rich_text', elements: [list(entries, line, most)] };
}

/** Somebody's own text, in its own lines, set apart from ours. */
export function quoted(title: string, text: string, limit: number): RichTextBlock {
  const quote: RichTextQuote = {
    type: 'rich_text_quote',
    elements: [words(manyLines(text, limit))],
  };
  return { type: 'rich_text', elements: [section([strong(title)]), quote] };
}

function list<Entry>(
  entries: readonly Entry[],
  line: (entry: Entry) => Line,
  most: number,
): RichTextList {
  const shown = entries.slice(0, most).map((entry) => section(line(entry)));
  const left = entries.length - shown.length;
  const elements = left > 0 ? [...shown, section([words(`and ${left} more`)])] : shown;
  return { type: 'rich_text_list', style: 'bullet', elements };
}

function section(line: Line): RichTextSection {
  return { type: 'rich_text_section', elements: [...line] };
}
