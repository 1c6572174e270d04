import type { RichTextBlock } from '@slack/types';
import type { Change } from '../../runbook/drift.js';
import { SHOWN } from './limits.js';
import { type Line, titledList, value, words } from './rich.js';

/** `what: before → after`, a line each; no block where nothing changed. */
export function changeList(title: string, changes: readonly Change[]): RichTextBlock[] {
  if (changes.length === 0) return [];
  return [titledList(title, changes, line, SHOWN.changes)];
}

function line({ what, before, after }: Change): Line {
  return [
    value(what, SHOWN.refund),
    words(': '),
    value(before, SHOWN.entry),
    words(' → '),
    value(after, SHOWN.entry),
  ];
}
