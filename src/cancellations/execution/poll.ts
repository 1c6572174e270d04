import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { type CancelErrand, type Ended, own, quoted, troubled } from './errand.js';

export type Poll =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'waiting'; readonly processing: boolean; readonly saw: string };

/** A poll as it is recorded. */
export type Polled = Poll & {
  /** Epoch ms. The next one is due by it; absent in what an older release recorded. */
  readonly polledAt?: number;
};

/** A poll, with its time in the same record: a crash right behind it does not begin the wait anew. */
export async function polled(poll: Promise<Poll>): Promise<Polled> {
  return { ...(await poll), polledAt: Date.now() };
}

/** An earlier round's «completed» may still be read: it counts only while the order is cancelled. */
export async function pollOnce(
  parts: Parts,
  { orderId, actor }: Pick<CancelErrand, 'orderId' | 'actor'>,
): Promise<Poll> {
  const calls = callsFor(parts, actor);
  const status = await reading(calls.cancelStatus(orderId));
  if (!status.read) return waiting(`the cancel status could not be read (${status.code})`);
  if (status.value.status === 'failed') return { kind: 'failed', error: status.value.error };
  if (status.value.status === 'processing') {
    return { kind: 'waiting', processing: true, saw: 'processing' };
  }
  if (status.value.status === 'not_started') return waiting('the cancel status knows of none');
  const order = await reading(calls.status(orderId));
  if (!order.read) return waiting(`the order status could not be read (${order.code})`);
  return order.value === 'cancelled'
    ? { kind: 'completed' }
    : waiting('said to be completed, but the order is not cancelled');
}

/** How a poll stands among the others. */
export interface Among {
  /** Its number; the first is 1. */
  readonly poll: number;
  /** Of POLL_TIMEOUT, in ms. */
  readonly left: number;
  /** The one before it saw «failed». */
  readonly hasFailed: boolean;
  /** Our POST was answered with a yes. */
  readonly accepted: boolean;
}

/** What a poll concludes; undefined where the next one is waited for. */
export function concluded(
  seen: Poll,
  { poll, left, hasFailed, accepted }: Among,
): Extract<Poll, { kind: 'completed' }> | Ended | undefined {
  if (seen.kind === 'completed') return seen;
  const tried = [`polled ${poll === 1 ? 'once' : `${poll} times`}`];
  if (seen.kind === 'failed') {
    // An earlier round's «failed» may be read once more: it is believed when it is read again.
    if (!hasFailed && left > 0) return undefined;
    return troubled('cancellation_failed', quoted(seen.error), {
      ...{ known: 'failed', goOn: 'send_anew', tried },
    });
  }
  if (left > 0) return undefined;
  const needs = { goOn: 'poll', readsOn: true, accepted, tried } as const;
  return seen.processing
    ? troubled('still_processing', own(seen.saw), { ...needs, known: 'processing' })
    : troubled('outcome_unknown', own(seen.saw), { ...needs, known: 'unknown' });
}

function waiting(saw: string): Poll {
  return { kind: 'waiting', processing: false, saw };
}
