import type { Changes } from './changes.js';

/** One call of the Web API, as it was answered. */
export interface Call {
  readonly method: string;
  /** The arguments, without the token. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: 'bot' | 'app' | 'none';
  readonly status: number;
  /** The body of the answer; absent where the connection was broken. */
  readonly response?: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly at: string;
}

/** The log of the Web API's calls, oldest first. */
export class Calls {
  private readonly log: Call[] = [];

  constructor(private readonly changes: Changes) {}

  add(call: Call): void {
    this.log.push(call);
    this.changes.happened();
  }

  /** All calls, or those of one method. */
  of(method?: string): readonly Call[] {
    return this.log.filter((call) => method === undefined || call.method === method);
  }
}
