/** What goes wrong with a call of the Web API. */
export type WebApiFault =
  /** Answers with this HTTP status; nothing takes effect. */
  | { readonly status: number }
  /** Answers `ok: false` with this error code; nothing takes effect. */
  | { readonly error: string }
  /** Answers 429 with this `Retry-After`, in seconds; nothing takes effect. */
  | { readonly retryAfter: number }
  /** Carries the call out, and answers, only after this many ms. */
  | { readonly delayMs: number }
  /** Breaks the connection: nothing took effect, or everything did. */
  | { readonly breakConnection: 'before_effect' | 'after_effect' };

/** What goes wrong on the way to the bot. `lose_ack`: the bot acted, its answer is lost. */
export type DeliveryFault = 'wrong_signature' | 'duplicate' | 'drop' | 'lose_ack';

/** A fault that is switched on. */
export interface ActiveFault {
  /** How many times it struck. */
  readonly hits: number;
  /** Switches it off. */
  clear(): void;
}

/** How often it strikes (until cleared, if absent), and on which calls. */
export interface FaultOptions {
  readonly times?: number;
  /** Strikes only calls whose arguments satisfy this. */
  readonly when?: (args: Readonly<Record<string, unknown>>) => boolean;
}

interface Entry<F> {
  readonly fault: F;
  readonly appliesTo: (name: string, args: Readonly<Record<string, unknown>>) => boolean;
  left: number;
  hits: number;
}

/** The faults that tests switch on. */
export class Faults {
  private webApiFaults: Entry<WebApiFault>[] = [];
  private deliveryFaults: Entry<DeliveryFault>[] = [];

  /** Switches on a fault of one method, or of all with `*`. The oldest that applies strikes. */
  webApi(method: string, fault: WebApiFault, options: FaultOptions = {}): ActiveFault {
    const entry: Entry<WebApiFault> = {
      fault,
      appliesTo: (name, args) =>
        (method === '*' || method === name) && (options.when?.(args) ?? true),
      left: options.times ?? Number.POSITIVE_INFINITY,
      hits: 0,
    };
    this.webApiFaults.push(entry);
    return handle(entry);
  }

  /** Switches on a fault of what goes to the bot: commands, interactions and events. */
  delivery(fault: DeliveryFault, options: Pick<FaultOptions, 'times'> = {}): ActiveFault {
    const left = options.times ?? Number.POSITIVE_INFINITY;
    const entry: Entry<DeliveryFault> = { fault, appliesTo: () => true, left, hits: 0 };
    this.deliveryFaults.push(entry);
    return handle(entry);
  }

  /** Switches every fault off. */
  clear(): void {
    this.webApiFaults = [];
    this.deliveryFaults = [];
  }

  /** The fault that strikes this call, if any; counts it. */
  strikeCall(method: string, args: Readonly<Record<string, unknown>>): WebApiFault | undefined {
    return strike(this.webApiFaults, method, args);
  }

  /** The fault that strikes this delivery, if any; counts it. */
  strikeDelivery(): DeliveryFault | undefined {
    return strike(this.deliveryFaults, '', {});
  }
}

function strike<F>(
  entries: readonly Entry<F>[],
  name: string,
  args: Readonly<Record<string, unknown>>,
): F | undefined {
  const entry = entries.find((one) => one.left > 0 && one.appliesTo(name, args));
  if (!entry) return undefined;
  entry.left -= 1;
  entry.hits += 1;
  return entry.fault;
}

function handle<F>(entry: Entry<F>): ActiveFault {
  return {
    get hits() {
      return entry.hits;
    },
    clear() {
      entry.left = 0;
    },
  };
}
