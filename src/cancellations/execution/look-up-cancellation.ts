import type { Engine } from '../../engine/engine.js';
import type { OrderCalls } from '../../orders/order-service.js';
import type { Sent } from '../../runbook/audit-log.js';
import { backoff } from '../../runbook/backoff.js';
import type { Reading } from '../../runbook/facts.js';
import type { FailureCode } from '../../runbook/failures.js';
import { type LookUp, lookUp } from '../../runbook/look-up.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import type { Found } from './act.js';
import {
  type CancelErrand,
  type Ended,
  expectation,
  own,
  RATE_LIMITED_AT_MOST,
  refused,
  troubled,
} from './errand.js';
import { stopwatch } from './stopwatch.js';

/**
 * order-api.md «The look-up»: what became of a POST whose answer is not known. Asked again until
 * it can be read, and until a cancellation can be attributed; else the outcome stays unknown.
 */
export async function lookUpDurably(
  engine: Engine,
  parts: Parts,
  errand: CancelErrand,
  when: string,
): Promise<Found> {
  const { pace } = errand;
  const taken = stopwatch(await engine.now());
  let failed = 0;
  for (let look = 1; ; look += 1) {
    const seen = await engine.step(`look-up ${look} ${when}`, () =>
      lookUpOnce(callsFor(parts, errand.actor), errand.orderId, expectation(errand, parts.policy)),
    );
    if (seen.kind === 'nothing') return seen;
    if (seen.kind === 'in_flight') return { ...seen, accepted: false };
    if (seen.kind === 'ours') return { kind: 'completed' };
    if (seen.kind === 'theirs') return refused('already_cancelled', own(`by ${seen.by}`));

    const waited = taken(await engine.now());
    if (seen.kind === 'unattributed') {
      if (waited >= pace.postCheckTimeout) return unattributed(seen.by);
      await engine.sleep(pace.postCheckInterval);
    } else if (seen.code === 'rate_limited' && waited < RATE_LIMITED_AT_MOST) {
      await engine.sleep(Math.max(pace.rateLimitWait, seen.retryAfter));
    } else {
      const found = own(`the look-up could not be read (${seen.code})`);
      if (seen.code === 'bad_service_token') return troubled(seen.code, found, UNKNOWN);
      failed += 1;
      if (failed >= pace.retryAttempts) return troubled('outcome_unknown', found, UNKNOWN);
      await engine.sleep(backoff(failed, pace.retryBase, await engine.random()));
    }
  }
}

/** Whatever took effect: Retry begins with a look-up. */
const UNKNOWN: Parameters<typeof troubled>[2] = {
  ...{ known: 'unknown', goOn: 'send', readsOn: true },
  tried: ['looked it up again and again'],
};

function unattributed(by: string | undefined): Ended {
  return by === undefined
    ? troubled('outcome_unknown', own('cancelled, and the audit log does not say by whom'), UNKNOWN)
    : refused('already_cancelled', own(`by ${by}`));
}

type Once =
  | LookUp
  | { readonly kind: 'unread'; readonly code: FailureCode; readonly retryAfter: number };

/** One look-up, which may have been unreadable. `sent` says what shows a cancellation to be ours. */
export async function lookUpOnce(calls: OrderCalls, orderId: string, sent: Sent): Promise<Once> {
  const [cancelStatus, orderStatus, auditLog] = await Promise.all([
    reading(calls.cancelStatus(orderId)),
    reading(calls.status(orderId)),
    reading(calls.auditLog(orderId)),
  ]);
  if (!cancelStatus.read) return unread(cancelStatus);
  if (!orderStatus.read) return unread(orderStatus);
  if (!auditLog.read) return unread(auditLog);
  const evidence = {
    cancelStatus: cancelStatus.value.status,
    orderStatus: orderStatus.value,
    auditLog: auditLog.value,
  };
  return lookUp(evidence, sent);
}

function unread({ code, retryAfter = 0 }: Extract<Reading<unknown>, { read: false }>): Once {
  return { kind: 'unread', code, retryAfter };
}
