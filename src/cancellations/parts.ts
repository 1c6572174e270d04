import type { Logger } from 'pino';
import type { Launcher } from '../engine/engine.js';
import type { OrderCalls, OrderService, Patience } from '../orders/order-service.js';
import type { Policy } from '../runbook/policy.js';
import type { Person } from './run/intent.js';
import type { Observer } from './run/observer.js';
import type { Records } from './run/records.js';
import type { WorkflowName } from './signal.js';
import type { TicketDesk } from './ticket/ticket-desk.js';
import type { Escalations } from './trouble/escalations.js';

/** What the durable process works with. Given by bot.ts, never read from the environment here. */
export interface Parts {
  readonly records: Records;
  readonly escalations: Escalations;
  readonly orders: OrderService;
  readonly launcher: Launcher<WorkflowName>;
  readonly policy: Policy;
  /** PAUSED: looks and status work, every POST is refused. */
  readonly paused: boolean;
  /** Where a card goes that needs a second person and may not stay in a direct message. */
  readonly orderOpsChannel: string;
  /** TICKET_WEBHOOK_URL; without it tickets go to #order-ops. */
  readonly ticketDesk?: TicketDesk;
  /** To the run's card, where everybody in the workspace may open it; undefined otherwise. */
  readonly publicLink: (runId: string) => Promise<string | undefined>;
  /** Metrics and traces, which have no part in what is done. */
  readonly observer?: Observer;
  readonly log: Logger;
}

/** product.md «The way of one cancellation» 2: in a look a GET gets 3 tries within 8 s. */
export const LOOK_PATIENCE: Patience = { tries: 3, within: 8_000 };

/** In the durable process nobody waits at a screen; a step is bounded all the same. ms */
const STEP_WITHIN = 60_000;

/** The order service on behalf of the acting person, with the patience of a step. */
export function callsFor(
  { orders, policy }: Pick<Parts, 'orders' | 'policy'>,
  { userId }: Pick<Person, 'userId'>,
): OrderCalls {
  return orders.as(userId, { tries: policy.retryAttempts, within: STEP_WITHIN });
}
