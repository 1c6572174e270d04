import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import { StartError } from '../start-error.js';

/** Who the bot is in its workspace, as Slack says. */
const ourselvesSchema = z
  .object({ team_id: z.string(), user_id: z.string(), bot_id: z.string().default('') })
  .transform(({ team_id, user_id, bot_id }) => ({
    teamId: team_id,
    botUserId: user_id,
    botId: bot_id,
  }));
export type Ourselves = z.infer<typeof ourselvesSchema>;

export type Introduction =
  | { readonly kind: 'known'; readonly ourselves: Ourselves }
  /** The token is bad: no waiting mends that. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unreachable'; readonly error: string };

/** Answers that will be the same tomorrow. */
const FINAL = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'team_access_not_granted',
]);

/** Asks Slack who we are (`auth.test`): the workspace against which everybody is held. */
export async function introduce(client: WebClient): Promise<Introduction> {
  try {
    return { kind: 'known', ourselves: ourselvesSchema.parse(await client.auth.test()) };
  } catch (error) {
    if (error instanceof WebAPIPlatformError && FINAL.has(error.data.error)) {
      return { kind: 'refused', error: error.data.error };
    }
    return { kind: 'unreachable', error: error instanceof Error ? error.message : String(error) };
  }
}

/** How often a Slack that cannot be reached is asked again. ms */
const AGAIN = 5_000;

/**
 * Asks until Slack answers: what is in flight goes on meanwhile. Rejects with StartError where the
 * token is bad, and with AbortError once `signal` says that nobody waits any more.
 */
export async function introduceUntilKnown(
  client: WebClient,
  log: Logger,
  signal: AbortSignal,
): Promise<Ourselves> {
  for (;;) {
    const introduction = await introduce(client);
    if (introduction.kind === 'known') return introduction.ourselves;
    const { kind, error } = introduction;
    if (kind === 'refused') {
      throw new StartError(
        'slack_token_refused',
        `Slack refuses SLACK_BOT_TOKEN (${error}): copy the bot token (xoxb-…) from the app's page «OAuth & Permissions»`,
      );
    }
    log.error(
      { error, code: 'slack_unavailable' },
      `Slack can't be reached: check the network and SLACK_API_URL; asking again in ${AGAIN / 1000} s`,
    );
    await pause(AGAIN, undefined, { signal });
  }
}
