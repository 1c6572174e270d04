import type { HomeView } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';

/** What came of publishing a Home. */
export type Published =
  | { readonly kind: 'published'; readonly hash: string }
  /** It shows another drawing than the one that was named. */
  | { readonly kind: 'conflict' }
  /** Slack asks to wait so many ms. */
  | { readonly kind: 'too_many'; readonly wait: number }
  /** The Home tab is turned off, or Slack takes no view for this person. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'away'; readonly error: string };

/** Publishes a Home over the drawing that Slack calls `hash`, or over whatever there is. Never rejects. */
export type PublishHome = (slackId: string, view: HomeView, hash?: string) => Promise<Published>;

const published = z.object({ view: z.object({ hash: z.string() }) });

/** A refusal by Slack that will pass. */
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

export function publishWith(client: WebClient): PublishHome {
  return async (user_id, view, hash) => {
    try {
      const told = await client.views.publish({ user_id, view, ...(hash && { hash }) });
      return { kind: 'published', hash: published.parse(told).view.hash };
    } catch (error) {
      return meant(error);
    }
  };
}

function meant(error: unknown): Published {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'too_many', wait: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data;
    if (code === 'hash_conflict') return { kind: 'conflict' };
    if (!PASSING.has(code)) return { kind: 'refused', error: code };
  }
  return { kind: 'away', error: String(error) };
}
