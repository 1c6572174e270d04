import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Person } from '../cancellations/run/intent.js';
import type { FailureCode } from '../runbook/failures.js';

export type Identified =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'refused'; readonly code: FailureCode };

/** Who Slack says somebody is, asked anew at each press that acts; no answer means no. */
export type Identify = (slackId: string) => Promise<Identified>;

const flag = z.boolean().default(false);
/** Slack leaves these out for whom they do not speak of; a member of ours without them is not told of. */
const told = z.boolean().optional();
const userSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string(),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
    deleted: flag,
    is_bot: told,
    is_stranger: flag,
    is_restricted: told,
    is_ultra_restricted: told,
    is_email_confirmed: flag,
    profile: z.object({ email: z.string().optional() }).default({}),
  }),
});
type User = z.infer<typeof userSchema>['user'];

/** product.md «Rules»: full members of our workspace, with a confirmed email. */
export function identifyWith(
  client: WebClient,
  teamId: string,
  userIdSource: 'email' | 'slack_id',
): Identify {
  return async (slackId) => {
    const user = await readUser(client, slackId);
    if (!user || user.id !== slackId) return { kind: 'refused', code: 'person_unreadable' };
    const code = refusalOf(user, teamId);
    if (code) return { kind: 'refused', code };
    if (userIdSource === 'slack_id') return person(slackId, slackId);
    const { email } = user.profile;
    return email ? person(slackId, email) : { kind: 'refused', code: 'email_missing' };
  };
}

function refusalOf(user: User, teamId: string): FailureCode | undefined {
  // The payload's team is the installed workspace; only the user's own says where they belong.
  const isOurs = user.team_id === teamId || (user.enterprise_user?.teams.includes(teamId) ?? false);
  if (!isOurs || user.is_stranger) return 'stranger';
  if (user.is_bot) return 'bot_account';
  if (user.deleted) return 'deactivated';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  const isFullMember = [user.is_bot, user.is_restricted, user.is_ultra_restricted].every(
    (said) => said === false,
  );
  // No answer means no: who is not said to be a full member is none.
  if (!isFullMember) return 'person_unreadable';
  return user.is_email_confirmed ? undefined : 'email_unconfirmed';
}

async function readUser(client: WebClient, slackId: string): Promise<User | undefined> {
  try {
    return userSchema.parse(await client.users.info({ user: slackId })).user;
  } catch {
    return undefined;
  }
}

function person(slackId: string, userId: string): Identified {
  return { kind: 'person', person: { slackId, userId } };
}
