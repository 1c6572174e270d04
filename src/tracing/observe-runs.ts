import type { Observer } from '../cancellations/run/observer.js';
import { addToSpan, beginTraceOf } from './spans.js';

/** A run's trace begins with its request; each move is told by the span that made it. */
export const tracedRuns: Observer = {
  recorded({ before, after, events }) {
    if (after && !before) {
      const { runId, orderId, requestedAt } = after;
      beginTraceOf(runId, 'cancellation', requestedAt, {
        'opsguide.run': runId,
        'opsguide.order': orderId,
      });
    }
    const state = after ? { 'opsguide.state': after.state } : {};
    for (const { event } of events) addToSpan(event, state);
  },
  retried: () => undefined,
  looked: () => undefined,
};
