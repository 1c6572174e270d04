import type { Message, Modal, Person } from '../slack/index.js';
import { changedLines, messageNews, type Reading } from './news.js';
import { framed, type Voice } from './voice.js';

/** As long as a timer can wait. ms */
const FOREVER = 2 ** 31 - 1;

/** Prints what appears to anybody, as it appears: messages, their edits, and modals. */
export class Feed {
  readonly #drawn = new Map<string, Message>();
  readonly #modals = new Map<string, Modal>();
  #showing: Promise<void> = Promise.resolve();

  constructor(
    private readonly reading: Reading,
    private readonly people: readonly Person[],
    private readonly voice: Voice,
  ) {}

  /** Shows what changes until the local Slack is closed. */
  async run(): Promise<void> {
    for (let goesOn = true; goesOn; ) {
      // Armed before the look, so that no change falls in between.
      const changed = this.#change();
      await this.show();
      goesOn = await changed;
    }
  }

  /** Prints all that is new; resolves when it stands there. */
  show(): Promise<void> {
    this.#showing = this.#showing.then(() => this.#showNews());
    return this.#showing;
  }

  /** Resolves at the next change; with false where there will be none. */
  #change(): Promise<boolean> {
    let looks = 0;
    const secondLook = () => {
      looks += 1;
      return looks > 1;
    };
    return this.reading.slack.until(secondLook, { withinMs: FOREVER }).then(
      () => true,
      () => false,
    );
  }

  async #showNews(): Promise<void> {
    for (const person of this.people) await this.#showModal(person);
    for (const message of this.#messages()) this.#showMessage(message);
  }

  /** In the order in which they were written or edited. */
  #messages(): Message[] {
    const { slack, conversations } = this.reading;
    const time = ({ ts, editedTs = ts }: Message) => editedTs;
    return [...conversations.keys()]
      .flatMap((channel) => slack.messages(channel))
      .sort((one, other) => time(one).localeCompare(time(other)));
  }

  #showMessage(message: Message): void {
    const key = `${message.channel}/${message.ts}`;
    const before = this.#drawn.get(key);
    if (before === message) return;
    this.#drawn.set(key, message);
    this.voice.say(messageNews(message, before, this.reading));
  }

  async #showModal(person: Person): Promise<void> {
    const { name } = person.record;
    const before = this.#modals.get(person.id);
    // Refused only where the local Slack is closed by now.
    const now = person.hasModal ? await person.modal().catch(() => undefined) : undefined;
    if (!now) {
      this.#modals.delete(person.id);
      if (before) this.voice.say(`· the modal of ${name} is closed`);
      return;
    }
    this.#modals.set(person.id, now);
    if (before?.view.hash !== now.view.hash) {
      this.voice.say(framed(`modal of ${name}`, now.text()));
    } else if (before.text() !== now.text()) {
      const changed = changedLines(now.text(), before.text());
      this.voice.say(framed(`modal of ${name}, filled in`, changed));
    }
  }
}
