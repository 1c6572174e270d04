import type { Changes } from './changes.js';
import type { Clock } from './clock.js';
import type { DeliveryFault, Faults } from './faults.js';

/** Something that Slack tells the app. */
export interface Delivery {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether the answer may carry something, such as `response_action`. */
  readonly acceptsResponse: boolean;
}

/**
 * What came back: the app's acknowledgement, or what the person is told instead.
 * `operation_timeout`: no answer in time. `dispatch_failed`: nobody there, or an HTTP status other than 200.
 */
export type Acknowledgement =
  | { readonly acked: true; readonly body: unknown }
  | {
      readonly acked: false;
      readonly error: 'operation_timeout' | 'dispatch_failed';
      readonly detail: string;
    };

/** How an event is delivered again. */
export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

/** One of the two ways to the app: Socket Mode, or HTTP. */
export interface Transport {
  readonly name: 'socket_mode' | 'http';
  deliver(
    delivery: Delivery,
    options: { readonly retry?: Retry; readonly wrongSignature?: boolean },
  ): Promise<Acknowledgement>;
}

/** One entry of the log of deliveries. */
export interface Delivered extends Delivery {
  readonly over: Transport['name'];
  /** When, ISO 8601. */
  readonly at: string;
  /** Absent until it is acknowledged or given up. */
  acknowledgement?: Acknowledgement;
}

const MOST_RETRIES_OF_AN_EVENT = 3;

/** Sends commands, interactions and events to the app, with the faults that are switched on. */
export class Dispatcher {
  private readonly log: Delivered[] = [];

  constructor(
    private readonly faults: Faults,
    private readonly changes: Changes,
    private transport: Transport,
    private readonly clock: Clock,
  ) {}

  /** From now on, everything goes this way. */
  use(transport: Transport): void {
    this.transport = transport;
  }

  /** Everything that was sent to the app, oldest first. */
  get deliveries(): readonly Readonly<Delivered>[] {
    return this.log;
  }

  async deliver(delivery: Delivery, retry?: Retry): Promise<Acknowledgement> {
    const at = new Date(this.clock()).toISOString();
    const entry: Delivered = { ...delivery, over: this.transport.name, at };
    this.log.push(entry);
    const fault = this.faults.strikeDelivery();
    const acknowledgement = await this.send(delivery, fault, retry);
    entry.acknowledgement = acknowledgement;
    this.changes.happened();
    return acknowledgement;
  }

  /** Delivers an event, and again up to three times; Slack would wait minutes before the later ones. */
  async deliverEvent(payload: Delivery['payload']): Promise<Acknowledgement> {
    const event: Delivery = { type: 'events_api', payload, acceptsResponse: false };
    let result = await this.deliver(event);
    for (let attempt = 1; attempt <= MOST_RETRIES_OF_AN_EVENT && !result.acked; attempt += 1) {
      const reason = result.error === 'operation_timeout' ? 'http_timeout' : 'http_error';
      result = await this.deliver(event, { attempt, reason });
    }
    return result;
  }

  private async send(
    delivery: Delivery,
    fault: DeliveryFault | undefined,
    retry: Retry | undefined,
  ): Promise<Acknowledgement> {
    const again = retry ? { retry } : {};
    switch (fault) {
      case undefined:
        return this.transport.deliver(delivery, again);
      case 'drop':
        return timedOut('the delivery was dropped on the way');
      case 'lose_ack':
        await this.transport.deliver(delivery, again);
        return timedOut('the acknowledgement was lost on the way');
      case 'wrong_signature':
        return this.transport.deliver(delivery, { ...again, wrongSignature: true });
      case 'duplicate': {
        const first = this.transport.deliver(delivery, again);
        await this.transport.deliver(delivery, { retry: { attempt: 1, reason: 'http_timeout' } });
        return first;
      }
    }
  }
}

/** What the person is told when no answer came in time. */
export function timedOut(detail: string): Acknowledgement {
  return { acked: false, error: 'operation_timeout', detail };
}

/** What the person is told when the app could not be reached, or answered with an error. */
export function notDelivered(detail: string): Acknowledgement {
  return { acked: false, error: 'dispatch_failed', detail };
}
