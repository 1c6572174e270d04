import type { RichTextBlock } from '@slack/types';
import type { PostCheck } from '../../runbook/post-checks.js';
import { type Line, strong, titledList, value, words } from './rich.js';
import { POST_CHECK_ICONS, POST_CHECK_WORDS, POST_CHECKS } from './words.js';

/** Each post-check by itself; the values found are for entitled people. */
export function postCheckList(
  checks: readonly PostCheck[],
  show: { readonly found: boolean },
): RichTextBlock[] {
  if (checks.length === 0) return [];
  const line = ({ check, word, found }: PostCheck): Line => {
    const said = [
      words(`${POST_CHECK_ICONS[word]} `),
      strong(POST_CHECKS[check]),
      words(` ${POST_CHECK_WORDS[word]}`),
    ];
    return show.found ? [...said, words(': '), value(found)] : said;
  };
  return [titledList('Post-checks', checks, line)];
}

/** What is not verified yet, or never was: `billing is unverified`. A sentence each. */
export function doubts(checks: readonly PostCheck[]): readonly string[] {
  return checks.flatMap(({ check, word }) => {
    const name = POST_CHECKS[check].toLowerCase();
    if (word === 'unverified') return [`${name} is unverified`];
    if (word === 'not_yet') return [`${name} is not verified yet`];
    return word === 'failed' ? [`${name} contradicts it`] : [];
  });
}
