import { setImmediate as eventLoopTurn, setTimeout as pause } from 'node:timers/promises';
import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { slackLog } from '../log.js';
import { concerning } from '../logging/subject.js';
import type { Around } from '../seams.js';
import { inSpan, inTraceOf } from '../tracing/spans.js';
import { clickOf } from './click-subject.js';
import { type Clicks, type ReplyTo, replyToOf } from './clicks.js';
import type { Desk } from './desk.js';
import { countInFlight, type Drain } from './drain.js';
import { registerListeners } from './listeners/index.js';
import type { Ourselves } from './ourselves.js';
import { Replays } from './replays.js';
import type { SlackFetch } from './wire.js';

/** The bot as Slack meets it: who it is, what it works with, and its way to answer. */
export interface Bot {
  readonly ourselves: Ourselves;
  readonly desk: Desk;
  readonly fetch: SlackFetch;
  readonly around: Around;
  readonly clicks: Clicks;
}

/** Bolt with our listeners, for one workspace, behind whatever receives for it. */
export async function listeningApp(
  receiver: Receiver,
  slack: { readonly botToken: string; readonly apiUrl?: string },
  { ourselves, desk, fetch, around, clicks }: Bot,
  log: Logger,
): Promise<Drain> {
  const { botId, botUserId, teamId } = ourselves;
  const { botToken, apiUrl } = slack;
  const app = new NotingApp(
    {
      ...{ receiver, logger: slackLog(log), deferInitialization: true },
      // Slack signed the request; whose token answers it is known without asking again.
      authorize: async () => ({ botToken, botId, botUserId, teamId }),
      clientOptions: { fetch, ...(apiUrl && { slackApiUrl: apiUrl }) },
    },
    { around, clicks, log },
  );
  await app.init();
  app.error(async (error) => {
    log.error({ err: error, code: 'listener_failed' }, 'a listener failed');
  });
  const drain = countInFlight(app, desk.modals, log);
  registerListeners(app, desk);
  return drain;
}

/** Slack waits 3 s for an acknowledgement: it does not wait for a database that is away. ms */
const NOTED_WITHIN = 1_000;

/**
 * Nothing is acknowledged before it is noted: what Slack holds for delivered is answered, whatever
 * becomes of this process. An acknowledgement is a call to the outside that goes through no client.
 */
class NotingApp extends App {
  readonly #replays = new Replays();

  constructor(
    options: ConstructorParameters<typeof App>[0],
    private readonly bot: Pick<Bot, 'around' | 'clicks'> & { readonly log: Logger },
  ) {
    super(options);
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { around, clicks, log } = this.bot;
    if (this.#replays.isReplay(event.customProperties)) {
      log.warn(
        { code: 'request_replayed' },
        'a request of Slack’s came once more, and was not worked on again',
      );
      await event.ack();
      return;
    }
    const replyTo = replyToOf(event.body);
    const noted = replyTo && this.#note(replyTo);
    const ack: ReceiverEvent['ack'] = async (answer) => {
      await Promise.race([noted, pause(NOTED_WITHIN, undefined, { ref: false })]);
      return around('slack ack', async () => event.ack(answer));
    };
    const { name, subject } = clickOf(event.body);
    try {
      await concerning(subject, () =>
        inTraceOf(subject.run, () => inSpan(name, {}, () => super.processEvent({ ...event, ack }))),
      );
    } finally {
      const clickId = await noted;
      if (clickId) await clicks.answered(clickId).catch((error: unknown) => this.#unnoted(error));
    }
  }

  /**
   * A trigger runs out: in this turn of the event loop the call that opens a modal is written, in the next
   * one its look begins, and the note is behind both. Only the acknowledgement waits for it.
   */
  async #note(replyTo: ReplyTo): Promise<string | undefined> {
    await eventLoopTurn();
    await eventLoopTurn();
    return this.bot.clicks.taken(replyTo).catch((error: unknown) => this.#unnoted(error));
  }

  #unnoted(error: unknown): undefined {
    this.bot.log.warn(
      { code: 'click_unnoted', error: String(error) },
      'a click could not be noted',
    );
  }
}
