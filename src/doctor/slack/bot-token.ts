import { z } from 'zod';
import { settings } from '../../config/settings.js';
import { NEEDED_SCOPES } from '../../slack/scopes.js';
import { check } from '../check.js';
import { type Finding, fail, ok, warn } from '../finding.js';
import { askingSlack } from './client.js';
import { slackFailure, tokenTrouble } from './refusals.js';

const needs = settings.pick({ SLACK_BOT_TOKEN: true, SLACK_API_URL: true });
const introduction = z.object({
  team: z.string(),
  user: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).default({}),
});

const COPY_TOKEN =
  'Copy the Bot User OAuth Token (xoxb-…) at api.slack.com/apps, OAuth & Permissions; where there is none, Install App';
const ADD_SCOPES =
  'Add it at api.slack.com/apps, OAuth & Permissions (or bring App Manifest up to manifest.yml), then Reinstall to Workspace';

/** Whether Slack takes the bot's token, and what it allows. */
export const botToken = check('SLACK_BOT_TOKEN', needs, async (given, { clocks }) => {
  const client = askingSlack(given.SLACK_BOT_TOKEN, given.SLACK_API_URL, clocks);
  try {
    const { team, user, response_metadata } = introduction.parse(await client.auth.test());
    return [
      ok('SLACK_BOT_TOKEN', `good: @${user} in the workspace ${team}`),
      ...scopeFindings(response_metadata.scopes),
    ];
  } catch (error) {
    const trouble = tokenTrouble(error);
    if (trouble) return [fail('SLACK_BOT_TOKEN', trouble, COPY_TOKEN)];
    return [slackFailure('SLACK_BOT_TOKEN', error)];
  }
});

function scopeFindings(granted: readonly string[] | undefined): readonly Finding[] {
  if (!granted) {
    return [warn('scopes', 'not checked: the answer names none', 'Compare them with manifest.yml')];
  }
  const needed = Object.entries(NEEDED_SCOPES);
  const lacking = needed.filter(([scope]) => !granted.includes(scope));
  const beyond = granted.filter((scope) => !needed.some(([name]) => name === scope));
  return [
    ...lacking.map(([scope, without]) =>
      fail('scopes', `${scope} is not granted: ${without}`, ADD_SCOPES),
    ),
    ...beyond.map((scope) =>
      warn('scopes', `${scope} is granted and not needed`, 'Take it out, and reinstall the app'),
    ),
    ...(lacking.length + beyond.length === 0 ? [ok('scopes', 'all there, and no more')] : []),
  ];
}
