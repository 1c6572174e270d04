import type { Clock } from './clock.js';
import { RateLimited } from './refusal.js';

/** What a channel takes, and what the workspace takes of one app; `Infinity` lifts a limit. */
export interface RateLimitSettings {
  readonly postsPerSecond: number;
  readonly postBurst: number;
  readonly updatesPerMinute: number;
  readonly updateBurst: number;
  /** Of Home tabs, whoever they are published for. */
  readonly publishesPerMinute: number;
  readonly publishBurst: number;
}

/** Slack's published figures, with a short burst. */
export const SLACK_RATE_LIMITS: RateLimitSettings = {
  postsPerSecond: 1,
  postBurst: 3,
  updatesPerMinute: 50,
  updateBurst: 10,
  publishesPerMinute: 100,
  publishBurst: 20,
};

/** Counts the posts and edits of each channel and the Home tabs of all, as buckets that fill again with time. */
export class RateLimits {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: RateLimitSettings,
  ) {}

  /** @throws RateLimited */
  countPost(channel: string): void {
    this.take(`post/${channel}`, this.settings.postsPerSecond, this.settings.postBurst);
  }

  /** @throws RateLimited */
  countUpdate(channel: string): void {
    this.take(`update/${channel}`, this.settings.updatesPerMinute / 60, this.settings.updateBurst);
  }

  /** @throws RateLimited */
  countPublish(): void {
    this.take('publish', this.settings.publishesPerMinute / 60, this.settings.publishBurst);
  }

  private take(key: string, perSecond: number, burst: number): void {
    if (perSecond === Number.POSITIVE_INFINITY) return;
    const now = this.clock();
    const before = this.buckets.get(key) ?? { tokens: burst, at: now };
    const regained = ((now - before.at) / 1000) * perSecond;
    const tokens = Math.min(burst, before.tokens + regained);
    if (tokens < 1) {
      this.buckets.set(key, { tokens, at: now });
      throw new RateLimited(Math.max(1, Math.ceil((1 - tokens) / perSecond)));
    }
    this.buckets.set(key, { tokens: tokens - 1, at: now });
  }
}
