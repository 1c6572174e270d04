import type {
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types';
import type { FailureCode } from '../../runbook/failures.js';
import { LIMITS } from './limits.js';
import { cut, manyLines, oneLine, shownOrder } from './text.js';

/** A message: `text` is what notifications and screen readers read, and names the order. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A place to go to; `label` is ours. */
export interface Link {
  readonly url: string;
  readonly label: string;
}

/** Plain text on one line, in which even an emoji's name stays as it was written. */
export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: oneLine(text, limit), emoji: false };
}

/** The order as a headline: `Cancel ORD-1001`. */
export function orderHeader(orderId: string): HeaderBlock {
  return { type: 'header', text: plain(`Cancel ${shownOrder(orderId)}`, LIMITS.header) };
}

/** A section of our own words, mentions, dates and codes; nobody else's text belongs here. */
export function ownSection(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(mrkdwn, LIMITS.sectionText) } };
}

/** A section of plain text, in its own lines. */
export function plainSection(text: string): SectionBlock {
  const shown = manyLines(text, LIMITS.sectionText);
  return { type: 'section', text: { type: 'plain_text', text: shown, emoji: false } };
}

/** Small grey lines of our own words. */
export function small(mrkdwn: string): ContextBlock {
  const text = cut(mrkdwn, LIMITS.sectionText);
  return { type: 'context', elements: [{ type: 'mrkdwn', text }] };
}

/** The stable codes, small, at the end of what they explain; no block where there is none. */
export function codes(...given: readonly (FailureCode | undefined)[]): ContextBlock[] {
  const distinct = [...new Set(given.filter((code) => code !== undefined))];
  return distinct.length > 0 ? [small(distinct.map((code) => `\`${code}\``).join('  '))] : [];
}

/** Links by themselves, one beside the other; no block where none can be shown. */
export function linkBlock(...links: readonly Link[]): RichTextBlock[] {
  // A link cut short leads elsewhere: none is better.
  const shown = links.filter(({ url }) => url.length > 0 && url.length <= LIMITS.url);
  if (shown.length === 0) return [];
  const elements = shown.flatMap(({ url, label }, place): RichTextElement[] => [
    ...(place > 0 ? [{ type: 'text' as const, text: '  ·  ' }] : []),
    { type: 'link', url, text: label },
  ]);
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}
