import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import { Refusal } from './refusal.js';

/** In which shape Slack refuses a trigger that came too late; both were seen. */
export type ExpiredTriggerShape = 'expired_trigger_id' | 'invalid_arguments';

/** The `trigger_id`s: each lets the app open one view for one person, for a short time. */
export class Triggers {
  private readonly issued = new Map<string, { userId: string; at: number; used: boolean }>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
    private readonly expiredShape: ExpiredTriggerShape,
  ) {}

  issue(userId: string): string {
    const id = `${this.issued.size + 1}.${randomBytes(8).toString('hex')}`;
    this.issued.set(id, { userId, at: this.clock(), used: false });
    return id;
  }

  /**
   * Uses a trigger up, and says whose it was.
   * @throws Refusal `invalid_trigger_id`, `exchanged_trigger_id`, or expired in the shape asked for
   */
  exchange(id: string): string {
    const trigger = this.issued.get(id);
    if (!trigger) throw new Refusal('invalid_trigger_id');
    if (trigger.used) throw new Refusal('exchanged_trigger_id');
    if (this.clock() - trigger.at > this.lifetimeMs) throw this.expired();
    trigger.used = true;
    return trigger.userId;
  }

  private expired(): Refusal {
    return this.expiredShape === 'expired_trigger_id'
      ? new Refusal('expired_trigger_id')
      : new Refusal('invalid_arguments', [
          '[ERROR] `trigger_id` expired [json-pointer:/trigger_id]',
        ]);
  }
}
