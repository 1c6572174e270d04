import type { KnownBlock } from '@slack/types';
import type { FailureCode } from '../../runbook/failures.js';
import { codes, type Link, linkBlock, ownSection, plainSection } from './blocks.js';
import { slackTime } from './dates.js';
import { mention } from './text.js';

/** What a person is told about what they did, in a modal or a reply. */
export interface Answer {
  /** Shown as plain text: it may quote anything. */
  readonly text: string;
  readonly code?: FailureCode;
  /** Who is meant: `{ word: 'Held by', slackId }`. The word is ours; `at` is epoch ms. */
  readonly who?: { readonly word: string; readonly slackId: string; readonly at?: number };
  /** Only to a conversation that the reader is in. */
  readonly link?: Link;
}

/** An answer as blocks, its code small at the end; parts that are not given are left out. */
export function answerBlocks({ text, code, who, link }: Partial<Answer>): readonly KnownBlock[] {
  return [
    ...(text ? [plainSection(text)] : []),
    ...(who ? [ownSection(whoLine(who))] : []),
    ...(link ? linkBlock(link) : []),
    ...codes(code),
  ];
}

function whoLine({ word, slackId, at }: NonNullable<Answer['who']>): string {
  const when = at === undefined ? '' : ` at ${slackTime(at, at)}`;
  return `${word} ${mention(slackId)}${when}`;
}
