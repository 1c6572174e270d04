import type { Engine } from '../../engine/engine.js';
import type { AuditEntry } from '../../orders/order-service.js';
import { backoff } from '../../runbook/backoff.js';
import { type Pace, RATE_LIMITED_AT_MOST } from '../execution/errand.js';
import { stopwatch } from '../execution/stopwatch.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';

export type AuditLogRead =
  | { readonly read: true; readonly auditLog: readonly AuditEntry[] }
  | { readonly read: false; readonly why: string; readonly tried: readonly string[] };

/** The order's audit log, asked for as the person who wants the ticket until it can be read. */
export async function readAuditLog(
  engine: Engine,
  parts: Parts,
  ticket: { readonly orderId: string; readonly asker: string; readonly pace: Pace },
): Promise<AuditLogRead> {
  const { orderId, asker, pace } = ticket;
  const taken = stopwatch(await engine.now());
  let failed = 0;
  for (let look = 1; ; look += 1) {
    const seen = await engine.step(`audit log, look ${look}`, () =>
      reading(callsFor(parts, { userId: asker }).auditLog(orderId)),
    );
    if (seen.read) return { read: true, auditLog: seen.value };
    const waited = taken(await engine.now());
    if (seen.code === 'rate_limited' && waited < RATE_LIMITED_AT_MOST) {
      await engine.sleep(Math.max(pace.rateLimitWait, seen.retryAfter ?? 0));
      continue;
    }
    failed += 1;
    if (failed >= pace.retryAttempts || seen.code === 'bad_service_token') {
      const times = failed === 1 ? 'once' : `${failed} times`;
      const why = `the audit log could not be read (${seen.code})`;
      return { read: false, why, tried: [`asked for the audit log ${times}`] };
    }
    await engine.sleep(backoff(failed, pace.retryBase, await engine.random()));
  }
}
