import type { ChannelRecord } from '../channels.js';
import type { Message } from '../messages.js';
import type { PersonRecord } from '../people.js';
import { asText } from '../text.js';
import { Acting, type PressOptions } from './acting.js';
import type { FilledIn } from './filling.js';
import type { Spot } from './find-element.js';
import { type Home, type Match, type Modal, matches, Screen, type Target } from './screen.js';
import { type SubmitResult, Submitting } from './submitting.js';
import { type CommandResult, Typing } from './typing.js';
import { readable } from './visibility.js';
import type { Done, World } from './world.js';

/** How long a wait lasts, in ms. */
export interface Patience {
  readonly withinMs?: number;
}

/** Somebody at Slack's screen: types, presses, fills in, and sees what they may see. */
export class Person {
  private readonly acting: Acting;
  private readonly submitting: Submitting;
  private readonly typing: Typing;
  private readonly troublesSoFar: string[] = [];

  constructor(
    readonly id: string,
    private readonly world: World,
  ) {
    const tell = (trouble: string) => this.troublesSoFar.push(trouble);
    this.acting = new Acting(id, world, tell);
    this.submitting = new Submitting(id, world, tell);
    this.typing = new Typing(id, world);
  }

  /** What Slack knows of them now. */
  get record(): PersonRecord {
    return this.world.workspace.people.get(this.id);
  }

  /** The channel of their direct message with the bot. */
  get directMessage(): string {
    return this.world.workspace.channels.withBot(this.id).id;
  }

  /** The conversations that they are in, those of their direct messages included. */
  get conversations(): ChannelRecord[] {
    const { channels } = this.world.workspace;
    return channels.all().filter((channel) => channels.hasMember(channel, this.id));
  }

  /** What Slack told them of presses and submits that the app did not acknowledge. */
  get troubles(): readonly string[] {
    return this.troublesSoFar;
  }

  /**
   * Types a slash command and waits for its acknowledgement.
   * @throws NotPossible when they are not in the channel
   */
  types(channelId: string, commandLine: string): Promise<CommandResult> {
    return this.typing.types(channelId, commandLine);
  }

  /** Writes an ordinary message, as people do; the app is not told. */
  writes(channelId: string, text: string, options: { threadTs?: string } = {}): Message {
    return this.typing.writes(channelId, text, options);
  }

  /** All messages that they can read in a channel, oldest first: none where they are no member. */
  messages(channelId: string): Message[] {
    return readable(this.id, channelId, this.world.workspace);
  }

  /** All that they read in a channel, as plain lines. */
  sees(channelId: string): string {
    return this.messages(channelId)
      .map((message) => asText(message, this.world.names))
      .join('\n');
  }

  /** Waits until they can read a message that matches; the newest, if several do. */
  message(channelId: string, match: Match<Message>, options: Patience = {}): Promise<Message> {
    return this.until(
      () =>
        this.messages(channelId).findLast((message) =>
          // The fallback text counts too: a notification shows nothing else.
          matches(match, message, `${asText(message, this.world.names)}\n${message.text}`),
        ),
      `a message to @${this.record.name} in ${channelId} like ${match}`,
      options,
    );
  }

  /** Waits until the modal that they see matches; any modal, without a match. */
  modal(match: Match<Modal> = '', options: Patience = {}): Promise<Modal> {
    return this.until(
      () => {
        const modal = this.openModal;
        return modal && matches(match, modal, modal.text()) ? modal : undefined;
      },
      `a modal of @${this.record.name} like ${match}`,
      options,
    );
  }

  /** The modal that is open before them now. */
  get openModal(): Modal | undefined {
    const { views } = this.world.workspace;
    const view = views.uppermost(this.id);
    return view && new Screen(view, views.errors(this.id), this.world.names);
  }

  /** Whether a modal is open before them. */
  get hasModal(): boolean {
    return this.openModal !== undefined;
  }

  /** Waits until their App Home tab matches. */
  home(match: Match<Home> = '', options: Patience = {}): Promise<Home> {
    return this.until(
      () => {
        const home = this.homeTab;
        return home && matches(match, home, home.text()) ? home : undefined;
      },
      `the App Home of @${this.record.name} like ${match}`,
      options,
    );
  }

  /** Their App Home tab as it is now; undefined where nothing was published for them. */
  get homeTab(): Home | undefined {
    const view = this.world.workspace.views.home(this.id);
    return view && new Screen(view, {}, this.world.names);
  }

  /**
   * Opens the app's Home tab: the app is told by `app_home_opened`.
   * @throws NotPossible where it is turned off
   */
  opensHome(): Promise<Done> {
    return this.acting.opensHome();
  }

  /**
   * Presses the button whose label holds the words, or the one at a spot, on the present drawing, and
   * waits for the acknowledgement; accepts the button's dialog unless told to dismiss it.
   * @throws NotPossible when there is no such button (or several), or what it stood on is gone
   */
  presses(target: Target, button: string | Spot, options: PressOptions = {}): Promise<Done> {
    return this.acting.presses(target, button, options);
  }

  /** Presses a button that many times at once. */
  pressesAtOnce(target: Target, words: string, times: number): Promise<Done[]> {
    return Promise.all(Array.from({ length: times }, () => this.presses(target, words)));
  }

  /** Presses a button of an older drawing, kept on a screen that was not drawn anew. */
  pressesOld(kept: Target, button: string | Spot): Promise<Done> {
    return this.acting.pressesOld(kept, button);
  }

  /** Chooses an option, by label or value, of a select, a menu, radio buttons or checkboxes. */
  chooses(target: Target, option: string, spot?: Spot): Promise<Done> {
    return this.acting.chooses(target, option, spot);
  }

  /** Fills inputs in, by block_id, action_id or label, without submitting. */
  fills(modal: Modal, values: Readonly<Record<string, FilledIn>>): void {
    this.submitting.fills(modal, values);
  }

  /**
   * Fills inputs in, submits, and waits for the acknowledgement and what it makes of the modal.
   * @throws NotPossible when Slack's client would not let it pass: no submit button, a required
   * input empty, a text too long, the modal closed
   */
  submits(modal: Modal, values: Readonly<Record<string, FilledIn>> = {}): Promise<SubmitResult> {
    return this.submitting.submits(modal, values);
  }

  /** Closes a modal with its close button; the one below it shows again, unless `clear_on_close`. */
  closes(modal: Modal): Promise<void> {
    return this.submitting.closes(modal);
  }

  private until<T>(condition: () => T, what: string, { withinMs }: Patience) {
    const { workspace, patienceMs } = this.world;
    return workspace.changes.until(condition, what, withinMs ?? patienceMs);
  }
}
