import { z } from 'zod';
import { factsOf, newestCancellation } from '../order-state.js';
import { refusalToReinstate } from '../refusals.js';
import { lagsOf, orderToMove, wellFormed } from './posts.js';
import type { EffectRoute } from './route.js';

/** The body of the runbook's «Reinstate Order». */
const Body = z.strictObject({
  reason: z.string().min(1).max(100),
  restore_previous_state: z.boolean(),
});

export const reinstate: EffectRoute = {
  name: 'reinstate',
  method: 'POST',
  path: '/api/v2/orders/:id/reinstate',
  prepare(raw) {
    const body = wellFormed(Body, raw);
    return (posted) => {
      const { now, timings } = posted;
      const order = orderToMove(posted, refusalToReinstate);
      const former = newestCancellation(order)?.formerState ?? 'pending';
      posted.orders.record(order.id, {
        kind: 'reinstatement',
        at: now,
        settlesAt: now + (posted.processingMs ?? timings.reinstateMs),
        userId: posted.userId,
        key: posted.key,
        requestId: posted.requestId,
        reason: body.reason,
        toState: factsOf(order).reinstatesTo ?? (body.restore_previous_state ? former : 'pending'),
        lags: lagsOf(order, timings),
        origin: 'call',
      });
      return {
        status: 202,
        body: { order_id: order.id, status: 'processing' },
        effect: 'reinstatement',
      };
    };
  },
};
