import type { RichTextBlock } from '@slack/types';
import { FAILURES, type FailureCode } from '../../runbook/failures.js';
import type { Verdict } from '../../runbook/pre-checks.js';
import { SHOWN } from './limits.js';
import { type Line, strong, titledList, untitledList, value, words } from './rich.js';
import { sentence } from './text.js';
import { CHECKS, VERDICT_ICONS, VERDICT_WORDS } from './words.js';

type Standing = Exclude<Verdict, { word: 'passed' }>;

/** Every verdict with the value found and what to do about it: for entitled people. */
export function verdictList(verdicts: readonly Verdict[]): RichTextBlock {
  return titledList('Pre-checks', verdicts, wholeLine);
}

/** The verdicts that block or ask for a second person, without the values found: for the channel. */
export function standingVerdicts(verdicts: readonly Verdict[]): RichTextBlock[] {
  const standing = verdicts.filter((verdict) => verdict.word !== 'passed');
  return standing.length > 0 ? [untitledList(standing, publicLine)] : [];
}

/** The codes of the verdicts that did not pass. */
export function verdictCodes(verdicts: readonly Verdict[]): readonly FailureCode[] {
  return verdicts.flatMap((verdict) => (verdict.word === 'passed' ? [] : [verdict.code]));
}

function wholeLine(verdict: Verdict): Line {
  const found = [...beginning(verdict), words(': '), value(verdict.found)];
  if (verdict.word === 'passed') return found;
  const { meaning } = FAILURES[verdict.code];
  return [...found, words(`\n${sentence(meaning)} `), value(sentence(verdict.advice), SHOWN.value)];
}

function publicLine(verdict: Standing): Line {
  const { meaning, advice } = FAILURES[verdict.code];
  return [...beginning(verdict), words(`. ${sentence(meaning)} ${sentence(advice)}`)];
}

function beginning({ check, word }: Verdict): Line {
  const icon = words(`${VERDICT_ICONS[word]} `);
  return [icon, strong(CHECKS[check]), words(` ${VERDICT_WORDS[word]}`)];
}
