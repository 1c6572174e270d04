import type { FailureCode } from '../../runbook/failures.js';
import { RUNBOOK } from '../../runbook/policy.js';
import type { Link } from './blocks.js';

/** The runbook's headings, as its page names their places. */
const ANCHORS = {
  'Error Handling': 'error-handling',
  'Post-checks': 'post-checks',
  'Rollback Procedure': 'rollback-procedure',
} as const;
type Section = keyof typeof ANCHORS;

/** Which runbook, version and section a trouble belongs to: `CANCEL_ORDER 3.1, «Error Handling»`. */
export function runbookSection(code: FailureCode): string {
  return `${RUNBOOK.id} ${RUNBOOK.version}, «${sectionOf(code)}»`;
}

/** The same as a link. `url` is RUNBOOK_URL; the section goes into its fragment. */
export function runbookLink(url: string, code: FailureCode): Link {
  const section = new URL(url);
  section.hash = ANCHORS[sectionOf(code)];
  return { url: section.href, label: 'See the runbook' };
}

function sectionOf(code: FailureCode): Section {
  switch (code) {
    case 'unverified':
    case 'contradicted':
      return 'Post-checks';
    case 'still_cancelled':
    case 'ticket_undelivered':
      return 'Rollback Procedure';
    default:
      return 'Error Handling';
  }
}
