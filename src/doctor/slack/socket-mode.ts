import { settings } from '../../config/settings.js';
import { check } from '../check.js';
import { fail, ok } from '../finding.js';
import { askingSlack } from './client.js';
import { refusalOf, slackFailure, tokenTrouble } from './refusals.js';

const ABOUT = 'Socket Mode';
const COPY_TOKEN =
  'Generate an app-level token (xapp-…) with connections:write at api.slack.com/apps, Basic Information';

/** Whether Slack would open a socket. The address that it gives is not connected to: none is opened. */
export const socketMode = check(
  ABOUT,
  settings.pick({ SLACK_APP_TOKEN: true, SLACK_API_URL: true }),
  async ({ SLACK_APP_TOKEN: token, SLACK_API_URL: apiUrl }, { clocks }) => {
    if (!token) return [];
    try {
      await askingSlack(token, apiUrl, clocks).apps.connections.open();
      return [ok(ABOUT, 'SLACK_APP_TOKEN is good: Slack would open a socket')];
    } catch (error) {
      const trouble = tokenTrouble(error);
      if (trouble) return [fail(ABOUT, `SLACK_APP_TOKEN: ${trouble}`, COPY_TOKEN)];
      if (refusalOf(error) === 'missing_scope') {
        return [fail(ABOUT, 'SLACK_APP_TOKEN lacks connections:write', COPY_TOKEN)];
      }
      return [slackFailure(ABOUT, error)];
    }
  },
);
