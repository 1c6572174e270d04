import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Message } from './messages.js';
import { Refusal } from './refusal.js';

const MOST_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** What an answer through a `response_url` belongs to. */
export interface ResponseTarget {
  readonly userId: string;
  readonly channel: string;
  /** The message whose button was pressed, for `replace_original` and `delete_original`. */
  readonly original?: Message;
}

/** The `response_url`s: each takes five answers within 30 minutes. */
export class ResponseUrls {
  private readonly issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly baseUrl: () => string,
  ) {}

  issue(target: ResponseTarget): string {
    const id = randomUUID();
    this.issued.set(id, { target, at: this.clock(), uses: 0 });
    return `${this.baseUrl()}/response/${id}`;
  }

  /** @throws Refusal `used_url`, also for one unknown; `expired_url` */
  target(id: string): ResponseTarget {
    const found = this.issued.get(id);
    if (!found || found.uses >= MOST_USES) throw new Refusal('used_url');
    if (this.clock() - found.at > LIFETIME_MS) throw new Refusal('expired_url');
    return found.target;
  }

  /** Counts an answer that was taken. */
  countUse(id: string): void {
    const found = this.issued.get(id);
    if (found) found.uses += 1;
  }
}
