import { z } from 'zod';
import { method } from './method.js';

export const authTest = method({
  name: 'auth.test',
  token: 'bot',
  scopes: [],
  args: z.strictObject({}),
  run: (_args, { identity }) => ({
    url: `https://${identity.teamDomain}.slack.com/`,
    team: identity.teamName,
    user: identity.botName,
    team_id: identity.teamId,
    user_id: identity.botUserId,
    bot_id: identity.botId,
    app_id: identity.appId,
    is_enterprise_install: false,
  }),
});
