import {
  type App,
  type Receiver,
  type Logger as SlackLogger,
  SocketModeReceiver,
} from '@slack/bolt';
import { atMost } from '../at-most.js';
import { StartError } from '../start-error.js';

const ADVICE =
  "switch Socket Mode on and copy an app-level token (xapp-…) with connections:write from the app's page";
const LATE = "Slack opens no socket: check the network and Slack's status; trying on";
/** A start that hangs says so, for Bolt's does not. ms */
const SAY_EVERY = 8_000;
/** Bolt's own patience is 30 s. ms */
const GOODBYE = 500;

/**
 * Socket Mode over two sockets: when Slack refreshes one, it is deaf for some seconds, and the
 * other hears meanwhile. Slack hands each envelope to one of them.
 */
export class TwoSockets implements Receiver {
  readonly #sockets: readonly SocketModeReceiver[];

  readonly #log: SlackLogger;
  readonly #open = new Set<SocketModeReceiver['client']>();

  constructor(slack: {
    readonly appToken: string;
    readonly apiUrl?: string;
    readonly log: SlackLogger;
  }) {
    const socket = () =>
      new SocketModeReceiver({
        appToken: slack.appToken,
        logger: slack.log,
        // An object of its own: Bolt changes the one it is given.
        installerOptions: {
          clientOptions: { ...(slack.apiUrl && { slackApiUrl: slack.apiUrl }) },
        },
      });
    this.#log = slack.log;
    this.#sockets = [socket(), socket()];
    for (const { client } of this.#sockets) this.#follow(client);
  }

  /** Whether one of them hears. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  init(app: App): void {
    for (const socket of this.#sockets) socket.init(app);
  }

  /** Rejects with StartError where Slack refuses the token; while Slack is away it tries on. */
  async start(): Promise<void> {
    const late = setInterval(() => this.#log.error(LATE), SAY_EVERY);
    try {
      await Promise.all(this.#sockets.map((socket) => socket.start()));
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new StartError('slack_token_refused', `Slack refuses Socket Mode (${said}): ${ADVICE}`);
    } finally {
      clearInterval(late);
    }
  }

  /** From the call on nothing is taken. Slack is not waited for when it does not say goodbye. */
  async stop(): Promise<void> {
    await atMost(GOODBYE, Promise.all(this.#sockets.map((socket) => socket.stop())));
  }

  #follow(client: SocketModeReceiver['client']): void {
    client.on('connected', () => this.#open.add(client));
    for (const gone of ['reconnecting', 'disconnecting', 'disconnected']) {
      client.on(gone, () => this.#open.delete(client));
    }
  }
}
