import { SHOWN } from './limits.js';

/** Stands where there is nothing to show: Slack takes no empty text. */
const NOTHING = '–';

/** Invisible characters by which a value could turn around the words beside it. */
const DIRECTION_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const SLACK_ID = /^[UW][A-Z0-9]{1,30}$/;
const GROUP_ID = /^S[A-Z0-9]{1,30}$/;

/** At most `limit` characters, the last one `…` where something was left out; splits no code point. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${withoutHalf(text.slice(0, limit - 1))}…`;
}

/**
 * Somebody else's text as one line of at most `limit` characters, never empty. For `plain_text` and
 * `rich_text` only: it may still hold markup, which means nothing there.
 */
export function oneLine(text: string, limit: number): string {
  const line = (part: string) => cleaned(part).replaceAll(/\s+/gu, ' ').trim();
  return fitted(text, limit, line);
}

/** As `oneLine`, with its line breaks kept. */
export function manyLines(text: string, limit: number): string {
  const lines = (part: string) => part.split(/\r\n|[\n\r\u2028\u2029]/u);
  return fitted(text, limit, (part) =>
    lines(part)
      .map((line) => cleaned(line).trimEnd())
      .join('\n')
      .trim(),
  );
}

/** Somebody else's text where Slack reads mrkdwn: it can open no mention and no link. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The order id for a header or a rich text. */
export function shownOrder(orderId: string): string {
  return oneLine(orderId, SHOWN.orderId);
}

/** The order id for a message's fallback text. */
export function namedOrder(orderId: string): string {
  return escaped(shownOrder(orderId));
}

/** What is not even given: so many, and with `isMore` still others that nobody counted. */
export interface Besides {
  readonly more: number;
  readonly isMore: boolean;
}

const NONE: Besides = { more: 0, isMore: false };

/** `and 3 more` of those that are left out, beside these that are not given; nothing where none is. */
export function andMore(leftOut: number, { more, isMore }: Besides = NONE): string {
  const all = leftOut + more;
  return all > 0 ? `and ${isMore ? 'over ' : ''}${all} more` : '';
}

/** Several of them: `ORD-1, ORD-2 and 3 more`. */
export function namedOrders(
  orderIds: readonly string[],
  most: number,
  besides: Besides = NONE,
): string {
  const named = orderIds.slice(0, most).map(namedOrder);
  const rest = andMore(orderIds.length - named.length, besides);
  return [named.join(', '), rest].filter((part) => part !== '').join(' ');
}

/** Whether this can be mentioned: what is no Slack id must never stand in a mention. */
export function isSlackId(id: string): boolean {
  return SLACK_ID.test(id);
}

/** A mention in mrkdwn. */
export function mention(slackId: string): string {
  return isSlackId(slackId) ? `<@${slackId}>` : 'somebody';
}

/** A user group in mrkdwn, which notifies who is in it; nothing where this is no group's id. */
export function groupMention(groupId = ''): readonly string[] {
  return GROUP_ID.test(groupId) ? [`<!subteam^${groupId}>`] : [];
}

/** `3 workflows`, `1 workflow`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A sentence of failures.ts, which carries no full stop, as one that does. */
export function sentence(words: string): string {
  return `${words}.`;
}

/** Reads no more of a long text than its beginning: a reply may hold a megabyte, in any value. */
function fitted(text: string, limit: number, shape: (part: string) => string): string {
  const beginning = text.slice(0, limit * 4);
  if (beginning.length === text.length) return cut(shape(text), limit) || NOTHING;
  return cut(`${shape(withoutHalf(beginning))}…`, limit);
}

/** A cut may fall inside of a code point: its first half goes too. */
function withoutHalf(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

function cleaned(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll(DIRECTION_MARKS, '')
    .replaceAll(/\p{Cc}/gu, ' ');
}
