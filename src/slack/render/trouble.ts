import type { Cancellation, In } from '../../cancellations/run/record.js';
import type { Known, Trouble } from '../../cancellations/run/trouble.js';
import { slackTime } from './dates.js';

/** A run whose state is a trouble: of its cancellation, or of its rollback. */
export type InTrouble = In<'troubled' | 'rollback_troubled'>;

/** What a trouble may be about. */
export type Deed = 'cancellation' | 'rollback';

/** What is known of the order, and nothing beyond it. */
const KNOWN: Readonly<Record<Deed, Readonly<Record<Known, string>>>> = {
  cancellation: {
    not_started: 'The cancellation is not started',
    not_seen: 'The cancellation is not seen to have started',
    processing: 'The cancellation is still processing',
    failed: 'The cancellation failed',
    unknown: 'The outcome of the cancellation is unknown',
    cancelled: 'The order is cancelled',
  },
  rollback: {
    not_started: 'The rollback is not started',
    not_seen: 'The rollback is not seen to have started',
    processing: 'The rollback is still processing',
    failed: 'The rollback failed',
    unknown: 'The outcome of the rollback is unknown',
    cancelled: 'The order is still cancelled',
  },
};

/** The same in a word or two, for a line among many. */
export const KNOWN_WORDS: Readonly<Record<Known, string>> = {
  not_started: 'not started',
  not_seen: 'not seen to have started',
  processing: 'processing',
  failed: 'failed',
  unknown: 'unknown',
  cancelled: 'cancelled',
};

/** Narrows to a run whose state is a trouble. */
export function isInTrouble(run: Cancellation): run is InTrouble {
  return run.state === 'troubled' || run.state === 'rollback_troubled';
}

/** What a trouble means for the order, with the time of the look, as mrkdwn. `beside`: epoch ms. */
export function knownLine(deed: Deed, { known, at }: Trouble, beside: number): string {
  return `${KNOWN[deed][known]} (as of ${slackTime(at, beside)}).`;
}

/** Whether somebody's words say already what is known. */
export function saysKnown(text: string, known: Known): boolean {
  return text.includes(KNOWN_WORDS[known]);
}

/** What the trouble of a run is about. */
export function deedOf({ state }: InTrouble): Deed {
  return state === 'troubled' ? 'cancellation' : 'rollback';
}
