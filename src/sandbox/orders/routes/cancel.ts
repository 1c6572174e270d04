import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { factsOf, stateAt } from '../order-state.js';
import { refusalToCancel } from '../refusals.js';
import { lagsOf, orderToMove, wellFormed } from './posts.js';
import type { EffectRoute } from './route.js';

/** The body of the runbook's «Execute Cancellation», nothing less and nothing more. */
const Body = z.strictObject({
  reason: z.string().min(1).max(100),
  notes: z.string().max(2000),
  notify_stakeholders: z.boolean(),
});

export const cancel: EffectRoute = {
  name: 'cancel',
  method: 'POST',
  path: '/api/v2/orders/:id/cancel',
  prepare(raw) {
    const body = wellFormed(Body, raw);
    return (posted) => {
      const { now, timings } = posted;
      const order = orderToMove(posted, refusalToCancel);
      const cancellationId = randomUUID();
      posted.orders.record(order.id, {
        kind: 'cancellation',
        cancellationId,
        at: now,
        settlesAt: now + (posted.processingMs ?? timings.processingMs),
        userId: posted.userId,
        key: posted.key,
        requestId: posted.requestId,
        reason: body.reason,
        notes: body.notes,
        notifyStakeholders: body.notify_stakeholders,
        formerState: stateAt(order, now),
        failsWith: factsOf(order).cancellationFailsWith,
        lags: lagsOf(order, timings),
        origin: 'call',
      });
      return {
        status: 202,
        body: { order_id: order.id, status: 'processing', cancellation_id: cancellationId },
        effect: 'cancellation',
      };
    };
  },
};
