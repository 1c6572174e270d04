import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { slackLog } from '../log.js';
import type { Around } from '../seams.js';
import type { Desk } from './desk.js';
import { countInFlight, type Drain } from './drain.js';
import { registerListeners } from './listeners/index.js';
import type { Ourselves } from './ourselves.js';
import type { SlackFetch } from './wire.js';

/** The bot as Slack meets it: who it is, what it works with, and its way to answer. */
export interface Bot {
  readonly ourselves: Ourselves;
  readonly desk: Desk;
  readonly fetch: SlackFetch;
  readonly around: Around;
}

/** Bolt with our listeners, for one workspace, behind whatever receives for it. */
export async function listeningApp(
  receiver: Receiver,
  slack: { readonly botToken: string; readonly apiUrl?: string },
  { ourselves, desk, fetch, around }: Bot,
  log: Logger,
): Promise<Drain> {
  const { botId, botUserId, teamId } = ourselves;
  const { botToken, apiUrl } = slack;
  const app = new SeamApp(
    {
      ...{ receiver, logger: slackLog(log), deferInitialization: true },
      // Slack signed the request; whose token answers it is known without asking again.
      authorize: async () => ({ botToken, botId, botUserId, teamId }),
      clientOptions: { fetch, ...(apiUrl && { slackApiUrl: apiUrl }) },
    },
    around,
  );
  await app.init();
  app.error(async (error) => {
    log.error({ error: error.message, code: error.code }, 'a listener failed');
  });
  const drain = countInFlight(app, desk.modals, log);
  registerListeners(app, desk);
  return drain;
}

/** An acknowledgement is a call to the outside that goes through no client. */
class SeamApp extends App {
  constructor(
    options: ConstructorParameters<typeof App>[0],
    private readonly around: Around,
  ) {
    super(options);
  }

  override processEvent(event: ReceiverEvent): Promise<void> {
    const ack: ReceiverEvent['ack'] = (answer) =>
      this.around('slack ack', async () => event.ack(answer));
    return super.processEvent({ ...event, ack });
  }
}
