import { randomBytes } from 'node:crypto';

/** Who the installed app and its workspace are, and the secrets that go with them. */
export interface Identity {
  readonly teamId: string;
  readonly teamDomain: string;
  readonly teamName: string;
  readonly appId: string;
  readonly appName: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** `xoxb-…`, good for every method but `apps.connections.open`. */
  readonly botToken: string;
  /** `xapp-…`, good for `apps.connections.open` alone. */
  readonly appToken: string;
  /** Signs what goes to the request URL in HTTP mode. */
  readonly signingSecret: string;
  /** The deprecated verification token that payloads still carry. */
  readonly verificationToken: string;
}

/** A made-up workspace with fresh secrets; `given` takes precedence. */
export function makeIdentity(given: Partial<Identity> = {}): Identity {
  const secret = () => randomBytes(16).toString('hex');
  return {
    teamId: 'TLOCAL',
    teamDomain: 'local',
    teamName: 'Local workspace',
    appId: 'ALOCAL',
    appName: 'OpsGuide',
    botId: 'BOPSGUIDE',
    botUserId: 'UOPSGUIDE',
    botName: 'opsguide',
    botToken: `xoxb-local-${secret()}`,
    appToken: `xapp-1-local-${secret()}`,
    signingSecret: secret(),
    verificationToken: secret(),
    ...given,
  };
}
