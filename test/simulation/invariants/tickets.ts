import { z } from 'zod';
import type { Invariant } from './violation.js';

const asked = z.object({ ticketId: z.string() });

/** At most one ticket for a run: one id in the trail, and no other at the desk. */
export const oneTicketForARun: Invariant = ({ trail, tickets, runs }) =>
  runs.flatMap(({ runId, orderId }) => {
    const ids = new Set(
      tickets.filter((ticket) => ticket.runId === runId).map((one) => one.ticketId),
    );
    for (const { event, run_id, data } of trail) {
      const ticketId = asked.safeParse(data).data?.ticketId;
      if (run_id === runId && event === 'ticket_asked' && ticketId) ids.add(ticketId);
    }
    return ids.size > 1 ? [`${ids.size} tickets for ${orderId}`] : [];
  });
