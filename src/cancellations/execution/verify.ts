import type { Engine } from '../../engine/engine.js';
import {
  atTimeOut,
  auditEntryCheck,
  billingCheck,
  isSettled,
  notificationCheck,
  orderStatusCheck,
  type PostCheck,
} from '../../runbook/post-checks.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { type CancelErrand, expectation, troubled } from './errand.js';
import { recordChecks, recordEnd, recordVerified } from './moves.js';
import { stopwatch } from './stopwatch.js';

/**
 * Runbook «Post-checks»: each reported by itself as it comes true, asked again for a while because
 * other systems lag. The order is cancelled whatever they say.
 */
export async function verify(engine: Engine, parts: Parts, errand: CancelErrand): Promise<void> {
  const { postCheckInterval, postCheckTimeout } = errand.pace;
  const taken = stopwatch(await engine.now());
  let checks: readonly PostCheck[] = [];
  let rounds = 0;
  for (let round = 1; ; round += 1) {
    const before = checks;
    checks = await engine.step(`post-checks ${round}`, () => askAll(parts, errand, before));
    const left = postCheckTimeout - taken(await engine.now());
    if (left <= 0) checks = atTimeOut(checks);
    // A rollback, or another stretch of work, has taken over.
    if (!(await recordChecks(engine, parts, errand, round, checks))) return;
    rounds = round;
    if (isSettled(checks)) break;
    await engine.sleep(Math.min(postCheckInterval, left));
  }
  const unmet = checks.filter(({ word }) => word === 'failed' || word === 'unverified');
  if (unmet.length === 0) return recordVerified(engine, parts, errand);
  const code = unmet.some(({ word }) => word === 'failed') ? 'contradicted' : 'unverified';
  const named = unmet.map(({ check }) => check.replaceAll('_', ' '));
  const detail = unmet.map(({ found }, place) => `${named[place]}: ${found}`).join('; ');
  const inChannel = named.join(', ');
  const tried = [`asked the post-checks ${rounds === 1 ? 'once' : `${rounds} times`}`];
  const needs = { known: 'cancelled', goOn: 'verify', tried } as const;
  return recordEnd(engine, parts, errand, troubled(code, { detail, inChannel }, needs));
}

/** All four at once; what an earlier round settled is not asked again. */
async function askAll(
  parts: Parts,
  errand: CancelErrand,
  before: readonly PostCheck[],
): Promise<PostCheck[]> {
  const { orderId, actor } = errand;
  const calls = callsFor(parts, actor);
  const expected = expectation(errand, parts.policy);
  const unlessSettled = (check: PostCheck['check'], ask: () => Promise<PostCheck>) => {
    const known = before.find((one) => one.check === check && one.word !== 'not_yet');
    return known ? Promise.resolve(known) : ask();
  };
  return Promise.all([
    unlessSettled('order_status', async () =>
      orderStatusCheck(await reading(calls.status(orderId))),
    ),
    unlessSettled('billing', async () => billingCheck(await reading(calls.billingStatus(orderId)))),
    unlessSettled('notification', async () =>
      expected.notifyStakeholders
        ? notificationCheck(await reading(calls.notificationHistory(orderId)), expected)
        : notificationCheck({ read: true, value: [] }, expected),
    ),
    unlessSettled('audit_entry', async () =>
      auditEntryCheck(await reading(calls.auditLog(orderId)), expected),
    ),
  ]);
}
