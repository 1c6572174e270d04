import type { SettingTexts } from '../config/faults.js';
import type { SettingName } from '../config/settings.js';
import type { Finding } from './finding.js';

const SECRETS: readonly SettingName[] = [
  ...(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'ORDER_API_TOKEN'] as const),
  ...(['METRICS_TOKEN', 'TICKET_WEBHOOK_SECRET', 'TICKET_WEBHOOK_URL', 'DATABASE_URL'] as const),
];
/** Anything shorter is found in every text. */
const SHORTEST = 4;

/** The findings without any secret of the settings, whoever put it there. */
export function redacted(findings: readonly Finding[], texts: SettingTexts): readonly Finding[] {
  const redact = redacting(texts);
  return findings.map(({ advice, ...finding }) => ({
    ...{ ...finding, found: redact(finding.found) },
    ...(advice && { advice: redact(advice) }),
  }));
}

function redacting(texts: SettingTexts): (text: string) => string {
  const secrets = SECRETS.flatMap((name) => texts[name] ?? []);
  const all = [...secrets, ...passwordsIn(texts.DATABASE_URL)]
    .filter(({ length }) => length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length);
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}

function passwordsIn(url: string | undefined): readonly string[] {
  if (!url || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
