import { rm } from 'node:fs/promises';
import { inject } from 'vitest';
import { BotProcess } from '../../src/sandbox/bot-process.js';
import { type LocalOrderService, startLocalOrderService } from '../../src/sandbox/orders/index.js';
import {
  type LocalSlack,
  type Message,
  type Person,
  startLocalSlack,
} from '../../src/sandbox/slack/index.js';
import { expectClean } from './clean-output.js';
import { environmentOf, ORDER_OPS } from './environment.js';
import { copyOf } from './prepared-data.js';
import { SHORT_LIVED } from './short-lived.js';

export { ORDER_OPS };
export const FLOOR = 'CFLOOR';
export const BACK_ROOM = 'CBACKROOM';

/** How late the other systems learn of a cancellation, in ms. */
const LAGS = { billingLagMs: 100, notificationLagMs: 100 };

export interface Choices {
  readonly transport?: 'socket' | 'http';
  readonly env?: Readonly<Record<string, string>>;
  readonly processingMs?: number;
  /** How long a person or a test waits for what should come. ms */
  readonly patienceMs?: number;
  /** How Node.js runs the bot: for a short life, unless it has a lot to do. */
  readonly flags?: readonly string[];
}

interface Requesting {
  readonly channel?: string;
  readonly cardIn?: string;
  readonly form?: Parameters<Person['submits']>[1];
}

/** The built bot between a local Slack and a local order service, with people and channels. */
export class World {
  bot: BotProcess;
  private readonly earlier: BotProcess[] = [];

  private constructor(
    readonly slack: LocalSlack,
    readonly orders: LocalOrderService,
    readonly env: Readonly<Record<string, string>>,
    private readonly transport: 'socket' | 'http',
    private readonly dataDir: string,
    private readonly flags: readonly string[],
  ) {
    this.bot = this.newBot(env);
  }

  static async start({
    transport = 'socket',
    env = {},
    processingMs = 300,
    patienceMs = 30_000,
    flags = SHORT_LIVED,
  }: Choices = {}) {
    const [slack, orders, dataDir] = await Promise.all([
      startLocalSlack({ patienceMs }),
      startLocalOrderService({ processingMs, reinstateMs: processingMs, ...LAGS }),
      copyOf(inject('preparedData')),
    ]);
    populate(slack);
    const world = new World(
      slack,
      orders,
      {
        ...environmentOf(slack, orders, dataDir),
        // Whatever any line could say is said: `close` looks for secrets in it.
        LOG_LEVEL: 'trace',
        // Without an app token it is HTTP mode.
        ...(transport === 'http' && {
          SLACK_APP_TOKEN: '',
          SLACK_SIGNING_SECRET: slack.signingSecret,
        }),
        ...env,
      },
      transport,
      dataDir,
      flags,
    );
    try {
      await world.ready();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  get alice(): Person {
    return this.slack.person('alice');
  }

  get bob(): Person {
    return this.slack.person('bob');
  }

  get carol(): Person {
    return this.slack.person('carol');
  }

  get eve(): Person {
    return this.slack.person('eve');
  }

  /** Somebody looks at an order and requests its cancellation. */
  async asks(
    person: Person,
    orderId: string,
    { channel = FLOOR, form = {} }: Requesting = {},
  ): Promise<void> {
    await person.types(channel, `/cancel-order ${orderId}`);
    const modal = await person.modal(
      (shown, text) => shown.has(orderId) && text.includes('Reason'),
    );
    await person.submits(modal, form);
  }

  /** The same; gives the card. */
  async requests(person: Person, orderId: string, requesting: Requesting = {}): Promise<Message> {
    await this.asks(person, orderId, requesting);
    const { channel = FLOOR, cardIn = channel } = requesting;
    return this.card(orderId, cardIn, 'Waiting for confirmation');
  }

  /** Requests and confirms: gives the card. */
  async cancels(person: Person, orderId: string, requesting: Requesting = {}): Promise<Message> {
    const card = await this.requests(person, orderId, requesting);
    await person.presses(card, 'Confirm');
    return card;
  }

  /** Somebody presses «Roll back», and submits the modal that asks once more. */
  async rollsBack(person: Person, card: Message): Promise<void> {
    await person.presses(card, 'Roll back');
    const modal = await person.modal((shown) => shown.view.submit !== undefined);
    await person.submits(modal);
  }

  /** The newest message in #order-ops that names the order and says these words. */
  escalation(orderId: string, words = ''): Promise<Message> {
    return this.slack.until(
      () =>
        this.escalations().findLast((message) => {
          const text = `${message.text}\n${this.slack.asText(message)}`;
          return text.includes(orderId) && text.includes(words);
        }),
      { what: `an escalation of ${orderId} with «${words}»` },
    );
  }

  /** What the bot has posted in #order-ops, threads left out. */
  escalations(): readonly Message[] {
    return this.slack
      .messages(ORDER_OPS)
      .filter(
        ({ user, threadTs, ephemeralTo }) =>
          user === this.slack.botUserId && !threadTs && !ephemeralTo,
      );
  }

  /** The card of an order's newest run, once it stands in the channel and says these words. */
  card(orderId: string, channel = FLOOR, words = ''): Promise<Message> {
    return this.slack.until(
      () =>
        this.slack
          .messages(channel)
          .findLast(
            (message) =>
              message.user === this.slack.botUserId &&
              !message.threadTs &&
              !message.ephemeralTo &&
              message.text.startsWith(`Cancel ${orderId}:`) &&
              this.slack.asText(message).includes(words),
          ),
      { what: `the card of ${orderId} in ${channel} with «${words}»` },
    );
  }

  /**
   * Waits until the bot has noted that a card stands: then `status` gives its link. A kill before
   * that would repeat the card, as product.md allows.
   */
  async noted(orderId: string, person = this.alice): Promise<void> {
    for (;;) {
      const before = this.slack.messages(FLOOR).length;
      await person.types(FLOOR, `/cancel-order status ${orderId}`);
      const isAnswer = ({ ephemeralTo, text }: Message) =>
        ephemeralTo === person.id && text.startsWith(orderId);
      const answer = await this.slack.until(
        () => this.slack.messages(FLOOR).slice(before).find(isAnswer),
        { what: `the status of ${orderId}` },
      );
      if (this.slack.asText(answer).includes('See the card')) return;
    }
  }

  /** The thread below a card, as plain lines. */
  thread({ channel, ts }: Message): string {
    return this.slack
      .thread(channel, ts)
      .slice(1)
      .map((message) => this.slack.asText(message))
      .join('\n');
  }

  /** Waits until the thread below a card says these words. */
  async told(card: Message, words: string): Promise<void> {
    await this.slack.until(() => this.thread(card).includes(words), {
      what: `«${words}» in the thread of ${card.text}`,
    });
  }

  /** Kills the bot outright and starts it again on the same data. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.bot.kill();
    this.earlier.push(this.bot);
    this.bot = this.newBot({ ...this.env, ...env });
    await this.ready();
  }

  private newBot(env: Readonly<Record<string, string>>): BotProcess {
    return new BotProcess(env, { flags: this.flags });
  }

  async close(): Promise<void> {
    await this.bot.kill();
    await Promise.all([this.slack.close(), this.orders.close()]);
    await rm(this.dataDir, { recursive: true, force: true });
    const written = [...this.earlier, this.bot].flatMap(({ log, errors }) => [...log, errors]);
    expectClean({ env: this.env, written, shown: this.everythingShown() });
  }

  /** What people can read in Slack, as JSON. */
  private everythingShown(): readonly string[] {
    return [FLOOR, ORDER_OPS, BACK_ROOM].flatMap((channel) =>
      this.slack.messages(channel).map((message) => JSON.stringify(message)),
    );
  }

  private async ready(): Promise<void> {
    const port = await this.bot.serving();
    if (this.transport === 'http')
      this.slack.serveOverHttp(`http://127.0.0.1:${port}/slack/events`);
    else await this.slack.connected(2);
  }
}

export function populate(slack: LocalSlack): void {
  slack.addPerson({ id: 'UALICE', name: 'alice', email: 'alice@example.com' });
  slack.addPerson({ id: 'UBOB', name: 'bob', email: 'bob@example.com' });
  slack.addPerson({ id: 'UCAROL', name: 'carol', email: 'carol@example.com' });
  slack.addPerson({ id: 'UEVE', name: 'eve', email: 'eve@example.com' });
  const members = ['UALICE', 'UBOB', 'UCAROL', 'UEVE'];
  slack.addChannel({ id: FLOOR, name: 'shop-floor', members });
  slack.addChannel({ id: ORDER_OPS, name: 'order-ops', members: ['UBOB', 'UCAROL'] });
  slack.addChannel({ id: BACK_ROOM, name: 'back-room', private: true, members: ['UALICE'] });
}
