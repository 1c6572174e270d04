import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { settings } from '../../config/settings.js';
import { url as urlSetting } from '../../config/url.js';
import { check } from '../check.js';
import { type Finding, fail, ok, warn } from '../finding.js';
import { adviceOn, reasonOf } from '../reason.js';

const ABOUT = 'request URL';
const TIMEOUT = 4_000;
const challenged = z.object({ challenge: z.string() });

/**
 * HTTP mode: whether the bot answers at the address that Slack was given, as Slack would see to it
 * (`url_verification`), and takes nothing that was not signed with its secret.
 */
export const requestUrl = check(
  ABOUT,
  settings.pick({ SLACK_APP_TOKEN: true, SLACK_SIGNING_SECRET: true }),
  async ({ SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret }, { requestUrl: given }) => {
    if (appToken || !secret) return given ? [notNeeded] : [];
    if (!given) return [notGiven];
    const address = urlSetting().safeParse(given);
    if (!address.success || new URL(address.data).pathname !== '/slack/events') return [malformed];
    try {
      return [await verified(address.data, secret)];
    } catch (error) {
      const { code, said } = reasonOf(error);
      const advice = adviceOn(code) ?? 'Check the address, and what forwards it to PORT';
      return [fail(ABOUT, `can’t be reached from here: ${said}`, advice)];
    }
  },
);

const notNeeded = warn(
  ABOUT,
  'not needed: with SLACK_APP_TOKEN the bot calls Slack',
  'Leave --url out, or SLACK_APP_TOKEN for HTTP mode',
);
const notGiven = warn(
  ABOUT,
  'not checked: SLACK_SIGNING_SECRET is set, and no address was given',
  'With the bot running add --url https://<host>/slack/events',
);
const malformed = fail(
  ABOUT,
  'is no https:// address that ends in /slack/events',
  'Give it as it stands in the app’s settings: https://<host>/slack/events',
);

async function verified(address: string, secret: string): Promise<Finding> {
  const challenge = randomUUID();
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const answer = await post(address, body, secret);
  if (answer.status === 401) {
    return fail(
      ABOUT,
      'the bot there refuses our signature (401)',
      'Give both the same SLACK_SIGNING_SECRET (Basic Information), and see that its clock is right',
    );
  }
  const back = challenged.safeParse(await answer.json().catch(() => undefined));
  if (answer.status !== 200 || back.data?.challenge !== challenge) {
    const advice = 'See that the address leads to PORT of this bot, in HTTP mode';
    return fail(ABOUT, `what answers there is not the bot (HTTP ${answer.status})`, advice);
  }
  const forged = await post(address, body, `${secret}!`);
  if (forged.status === 401) return ok(ABOUT, 'the bot answers there, and refuses forged requests');
  return fail(
    ABOUT,
    `a forged request is not refused there (HTTP ${forged.status})`,
    'Let nothing stand before the bot that answers in its place',
  );
}

function post(address: string, body: string, secret: string): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(address, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
    },
    body,
  });
}
