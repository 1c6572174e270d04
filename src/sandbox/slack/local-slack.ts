import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { Call } from './calls.js';
import type { ChannelDetails, ChannelRecord } from './channels.js';
import type { Delivered, Dispatcher } from './delivery.js';
import { namesOf } from './describe.js';
import type { Faults } from './faults.js';
import { HttpMode } from './http-mode.js';
import type { Identity } from './identity.js';
import type { Message } from './messages.js';
import type { PersonDetails, PersonRecord } from './people.js';
import { Person } from './person/person.js';
import type { SocketMode } from './socket-mode.js';
import { asText } from './text.js';
import type { View } from './views.js';
import type { Workspace } from './workspace.js';

/** What a running local Slack is made of. */
export interface Parts {
  readonly workspace: Workspace;
  readonly socketMode: SocketMode;
  readonly dispatcher: Dispatcher;
  /** Absent where everything goes on inside of one process. */
  readonly server?: Server;
  /** `http://127.0.0.1:port`. */
  readonly baseUrl: string;
  readonly closing: AbortController;
  readonly ackDeadlineMs: number;
  readonly patienceMs: number;
}

/** A local Slack that runs, and the hands to set it up, to act in it and to look into it. */
export class LocalSlack {
  private readonly persons = new Map<string, Person>();

  constructor(private readonly parts: Parts) {}

  /** For `clientOptions.slackApiUrl`; ends in `/api/`. */
  get apiUrl(): string {
    return `${this.parts.baseUrl}/api/`;
  }

  /** The app's and the workspace's ids and names, tokens and signing secret. */
  get identity(): Identity {
    return this.parts.workspace.identity;
  }

  get botToken(): string {
    return this.identity.botToken;
  }

  get appToken(): string {
    return this.identity.appToken;
  }

  get signingSecret(): string {
    return this.identity.signingSecret;
  }

  get teamId(): string {
    return this.identity.teamId;
  }

  get botUserId(): string {
    return this.identity.botUserId;
  }

  /** The scopes of the bot token; take one away to see what breaks. */
  get scopes(): Set<string> {
    return this.parts.workspace.scopes;
  }

  /** What is turned on in the app's settings; turn its Home tab off to see what breaks. */
  get features(): { homeTab: boolean } {
    return this.parts.workspace.features;
  }

  /** The faults to switch on. */
  get faults(): Faults {
    return this.parts.workspace.faults;
  }

  /** Adds somebody; a `teamId` other than the workspace's makes them a stranger. */
  addPerson(details: PersonDetails): Person {
    return this.person(this.parts.workspace.people.add(details).id);
  }

  /** Changes somebody: deactivates them, makes them a guest, takes their address away. */
  changePerson(idOrName: string, change: Partial<Omit<PersonDetails, 'id'>>): PersonRecord {
    return this.parts.workspace.people.change(idOrName, change);
  }

  /** Somebody who was added, by id or name. @throws when there is nobody like that */
  person(idOrName: string): Person {
    const { workspace, dispatcher, patienceMs } = this.parts;
    const { id } = workspace.people.get(idOrName);
    const world = { workspace, dispatcher, patienceMs, names: namesOf(workspace) };
    const person = this.persons.get(id) ?? new Person(id, world);
    this.persons.set(id, person);
    return person;
  }

  /** Everybody there is, the bot's own user included. */
  get people(): readonly PersonRecord[] {
    return this.parts.workspace.people.all();
  }

  addChannel(details: ChannelDetails): ChannelRecord {
    return this.parts.workspace.channels.add(details);
  }

  /** Changes a channel: archives it, shares it, lets the bot in or out. */
  changeChannel(id: string, change: Partial<Omit<ChannelDetails, 'id'>>): ChannelRecord {
    return this.parts.workspace.channels.change(id, change);
  }

  /** The direct message of two people, where the bot is not; made when there is none yet. */
  directMessageOf(one: string, other: string): ChannelRecord {
    const { people, channels } = this.parts.workspace;
    return channels.directMessage(people.get(one).id, people.get(other).id);
  }

  /**
   * From now on commands, interactions and events go to this URL, signed; without it, to the sockets.
   * @throws when the URL is not on the loopback interface
   */
  serveOverHttp(requestUrl: string): void {
    const { ackDeadlineMs, closing, dispatcher } = this.parts;
    dispatcher.use(new HttpMode(requestUrl, this.signingSecret, ackDeadlineMs, closing.signal));
  }

  /** As when the request URL is entered in the app's settings: whether the challenge comes back. */
  async verifiesRequestUrl(): Promise<boolean> {
    const challenge = randomUUID();
    const { verificationToken: token } = this.identity;
    const payload = { token, challenge, type: 'url_verification' };
    const { dispatcher } = this.parts;
    const answer = await dispatcher.deliver({
      ...{ type: 'events_api', payload, acceptsResponse: true },
    });
    return answer.acked && isDeepStrictEqual(answer.body, { challenge });
  }

  /** From now on they go to the sockets again, as at the start. */
  serveOverSockets(): void {
    this.parts.dispatcher.use(this.parts.socketMode);
  }

  /**
   * Resolves with the first truthy value of a condition, looked at whenever something changes here.
   * @throws after `withinMs`, showing all there is, or what the condition throws
   */
  until<T>(
    condition: () => T,
    options: { readonly withinMs?: number; readonly what?: string } = {},
  ): Promise<NonNullable<T>> {
    const { withinMs = this.parts.patienceMs, what = 'a condition' } = options;
    return this.parts.workspace.changes.until(condition, what, withinMs);
  }

  /** Resolves when that many sockets are open. */
  async connected(sockets: number, options: { readonly withinMs?: number } = {}): Promise<void> {
    const enough = () => this.openSockets >= sockets;
    await this.until(enough, { ...options, what: `${sockets} open sockets` });
  }

  /** How many sockets take envelopes now. */
  get openSockets(): number {
    return this.parts.socketMode.openSockets;
  }

  /** Tells sockets to reconnect, as Slack does from time to time: all of them, or that many. */
  refresh(reason?: 'refresh_requested' | 'warning', sockets?: number): void {
    this.parts.socketMode.refresh(reason, sockets);
  }

  /** Cuts every socket without a word. */
  disconnectSockets(): void {
    this.parts.socketMode.disconnectSockets();
  }

  /** The present drawing of a message, if it is there. */
  message(channel: string, ts: string): Message | undefined {
    return this.parts.workspace.messages.find(channel, ts);
  }

  /** Every drawing that a message had, oldest first. */
  drawings(channel: string, ts: string): readonly Message[] {
    return this.parts.workspace.messages.drawings(channel, ts);
  }

  /** All messages of a channel, oldest first, those included that only one person sees. */
  messages(channel: string): Message[] {
    return this.parts.workspace.messages.inChannel(channel);
  }

  /** A thread's root and its replies, oldest first. */
  thread(channel: string, ts: string): Message[] {
    return this.parts.workspace.messages.thread(channel, ts);
  }

  /** The messages between somebody and the bot, oldest first. */
  directMessages(idOrName: string): Message[] {
    return this.messages(this.person(idOrName).directMessage);
  }

  /** Deletes any message, as an admin may. @throws when it is not there */
  deleteMessage(channel: string, ts: string): void {
    const message = this.message(channel, ts);
    if (!message) throw new Error(`There is no message ${ts} in ${channel}`);
    this.parts.workspace.messages.remove(message);
  }

  /** A message or a view as people read it, with names for ids. */
  asText(drawing: Message | View): string {
    return asText(drawing, namesOf(this.parts.workspace));
  }

  /** The calls of the Web API, oldest first; all, or those of one method. */
  calls(method?: string): readonly Call[] {
    return this.parts.workspace.calls.of(method);
  }

  /** What was sent to the app, oldest first, and how it was acknowledged. */
  get deliveries(): readonly Readonly<Delivered>[] {
    return this.parts.dispatcher.deliveries;
  }

  /** Ends everything: open waits fail, connections are cut, no timer stays behind. */
  async close(): Promise<void> {
    const { closing, socketMode, server, workspace } = this.parts;
    closing.abort();
    socketMode.close();
    workspace.changes.close();
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}
