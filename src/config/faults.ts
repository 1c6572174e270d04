import { ADVICE } from './advice.js';
import type { ConfigFault } from './config-error.js';
import { type SettingName, settingName, settings } from './settings.js';

/** The settings' texts, trimmed; unset ones are absent. */
export type SettingTexts = Readonly<Partial<Record<SettingName, string>>>;

/** Slack has no way to reach the bot. */
export const NO_TRANSPORT: ConfigFault = {
  name: 'SLACK_SIGNING_SECRET',
  problem: 'is not set, and SLACK_APP_TOKEN is not either',
  advice: 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode',
};

/** Every fault there is in the settings: of each by itself, and of those that belong together. */
export function findFaults(texts: SettingTexts): ConfigFault[] {
  const alone = (settings.safeParse(texts).error?.issues ?? []).map(({ path, message }) => {
    const name = settingName.parse(path[0]);
    return { name, problem: message, advice: ADVICE[name] };
  });
  return [
    ...alone,
    ...transportFaults(texts),
    ...shorterThan('POLL_TIMEOUT', 'POLL_INTERVAL', texts),
    ...shorterThan('POST_CHECK_TIMEOUT', 'POST_CHECK_INTERVAL', texts),
    ...missingPartner('TICKET_WEBHOOK_SECRET', 'TICKET_WEBHOOK_URL', texts),
    ...missingPartner('TICKET_WEBHOOK_URL', 'TICKET_WEBHOOK_SECRET', texts),
  ];
}

function transportFaults(texts: SettingTexts): ConfigFault[] {
  return texts.SLACK_APP_TOKEN || texts.SLACK_SIGNING_SECRET ? [] : [NO_TRANSPORT];
}

/** A time-out below its interval would end the asking before it began. */
function shorterThan(
  timeout: 'POLL_TIMEOUT' | 'POST_CHECK_TIMEOUT',
  interval: 'POLL_INTERVAL' | 'POST_CHECK_INTERVAL',
  texts: SettingTexts,
): ConfigFault[] {
  const limit = settings.shape[timeout].safeParse(texts[timeout]).data;
  const step = settings.shape[interval].safeParse(texts[interval]).data;
  if (limit === undefined || step === undefined || limit >= step) return [];
  const problem = `is ${limit} ms, shorter than the ${step} ms of ${interval}`;
  return [{ name: timeout, problem, advice: `Make it at least as long as ${interval}` }];
}

function missingPartner(
  name: SettingName,
  partner: SettingName,
  texts: SettingTexts,
): ConfigFault[] {
  if (texts[name] || !texts[partner]) return [];
  const advice = `${ADVICE[name]}; or leave out ${partner}`;
  return [{ name, problem: `is not set, but ${partner} is`, advice }];
}
