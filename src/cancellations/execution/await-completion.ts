import type { Engine } from '../../engine/engine.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { type CancelErrand, type Ended, type Outcome, own, quoted, troubled } from './errand.js';
import { lookUpDurably } from './look-up-cancellation.js';
import { stopwatch } from './stopwatch.js';

type Poll =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'waiting'; readonly processing: boolean; readonly saw: string };

/**
 * Runbook «Wait for Async Processing»: polls until the cancellation is completed. The words in the
 * POST's reply conclude nothing; a 404 after it is a stale read, and polled on.
 */
export async function awaitCompletion(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
  sent: Exclude<Outcome, Ended>,
): Promise<{ readonly kind: 'completed' } | Ended> {
  if (sent.kind === 'completed') return sent;
  const { pollInterval, pollTimeout } = errand.pace;
  const taken = stopwatch(await engine.now());
  let hasFailed = false;
  for (let poll = 1; ; poll += 1) {
    const seen = await engine.step(`poll ${poll}`, () => pollOnce(parts, errand));
    const left = pollTimeout - taken(await engine.now());
    // An earlier round's «failed» may be read once more: it is believed when it is read again.
    if (seen.kind === 'failed' && (hasFailed || left <= 0)) {
      return troubled('cancellation_failed', quoted(seen.error), {
        ...{ known: 'failed', goOn: 'send_anew', tried: polled(poll) },
      });
    }
    hasFailed = seen.kind === 'failed';
    if (seen.kind === 'completed') {
      return sent.accepted ? seen : attributed(engine, parts, errand);
    }
    if (seen.kind === 'waiting' && left <= 0) {
      const { accepted } = sent;
      const needs = { goOn: 'poll', readsOn: true, accepted, tried: polled(poll) } as const;
      return seen.processing
        ? troubled('still_processing', own(seen.saw), { ...needs, known: 'processing' })
        : troubled('outcome_unknown', own(seen.saw), { ...needs, known: 'unknown' });
    }
    await engine.sleep(Math.min(pollInterval, Math.max(left, 0)));
  }
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

function polled(times: number): readonly string[] {
  return [`polled ${times === 1 ? 'once' : `${times} times`}`];
}

function waiting(saw: string): Poll {
  return { kind: 'waiting', processing: false, saw };
}

/** Our POST was never answered: whose cancellation it was that ended, the audit log says. */
async function attributed(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
): Promise<{ readonly kind: 'completed' } | Ended> {
  const found = await lookUpDurably(engine, parts, errand, 'at the end');
  if (found.kind === 'ended' || found.kind === 'completed') return found;
  return troubled('outcome_unknown', own('said to be completed, and no longer so when looked up'), {
    known: 'unknown',
    goOn: 'poll',
    readsOn: true,
  });
}
