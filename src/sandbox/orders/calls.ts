import type { Effect } from './orders.js';
import type { RouteName } from './routes/route.js';

/** One call as it came in and what became of it. */
export interface Call {
  /** Epoch ms, by the service's clock. */
  readonly at: number;
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly route: RouteName | 'unknown';
  readonly orderId?: string;
  readonly userId?: string;
  readonly key?: string;
  readonly requestId?: string;
  readonly body?: string;
  /** The HTTP status answered; or still open, the connection broken, or left to hang. */
  readonly status: number | 'open' | 'broken' | 'hanging';
  readonly replayed: boolean;
  readonly effect?: Effect['kind'];
  /** The kind of each fault that this call met. */
  readonly faults: readonly string[];
}

export type CallFilter = Partial<
  Pick<Call, 'method' | 'path' | 'route' | 'orderId' | 'userId' | 'key' | 'status' | 'effect'>
>;

/** A call in the log while it goes on. */
export interface OpenCall {
  readonly call: Call;
  note(more: Partial<Call>): void;
}

/** The log of all calls, in the order of their arrival. */
export class Calls {
  readonly #calls: Call[] = [];

  constructor(private readonly changed: () => void) {}

  begin(call: Call): OpenCall {
    const place = this.#calls.push(call) - 1;
    const calls = this.#calls;
    const { changed } = this;
    changed();
    let latest = call;
    return {
      get call() {
        return latest;
      },
      note(more) {
        latest = { ...latest, ...more };
        calls[place] = latest;
        changed();
      },
    };
  }

  /** The calls that have every value named in the filter. */
  list(filter: CallFilter = {}): readonly Call[] {
    const wanted = new Map<string, unknown>(Object.entries(filter));
    return this.#calls.filter((call) => {
      const held = new Map<string, unknown>(Object.entries(call));
      return [...wanted].every(([name, value]) => held.get(name) === value);
    });
  }

  /** How many calls each route got; a route never called is absent. */
  counts(): Readonly<Partial<Record<Call['route'], number>>> {
    const counts: Partial<Record<Call['route'], number>> = {};
    for (const { route } of this.#calls) counts[route] = (counts[route] ?? 0) + 1;
    return counts;
  }
}
