import type { Block } from '../slack/block-kit/blocks.js';
import type { StateValues } from '../slack/block-kit/state-values.js';

/** What the page is shown, and what it can ask for: types alone, for both ends. */

/** Somebody whom the person at the page can be. */
export interface Somebody {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Messages that mention them, or were sent to them alone, and that they have not read. */
  readonly mentions: number;
  readonly hasUnread: boolean;
  readonly hasModal: boolean;
}

/** A conversation in which whoever looks is. */
export interface Conversation {
  readonly id: string;
  readonly name: string;
  /** `app`: the direct message with the app. */
  readonly kind: 'public' | 'private' | 'direct' | 'app';
  readonly members: readonly string[];
  readonly hasApp: boolean;
  /** Nobody but the app can write here. */
  readonly isReadOnly: boolean;
  readonly hasUnread: boolean;
  readonly mentions: number;
}

/** One message as it is drawn now. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  /** A reply that is shown in the channel too. */
  readonly isBroadcast: boolean;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Nobody else sees it. */
  readonly isEphemeral: boolean;
  readonly editedTs?: string;
  readonly isDeleted: boolean;
  readonly isUnread: boolean;
}

/** A modal or a Home tab as it is drawn now. */
export interface ShownView {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly submit?: string;
  readonly isSubmitDisabled: boolean;
  readonly close?: string;
  readonly blocks: readonly Block[];
  readonly values: StateValues;
  /** What the app found wrong at the last submit, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
}

/** A slash command, as the app's manifest has it. */
export interface Command {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

/** The installed app, as its manifest has it. */
export interface App {
  readonly name: string;
  readonly userId: string;
  readonly commands: readonly Command[];
  readonly hasHomeTab: boolean;
}

export interface ShownOrder {
  readonly id: string;
  readonly status: string;
  readonly cancelStatus?: string;
  readonly billing: string;
  /** What is particular about it: a hold, a shipment. */
  readonly notes: readonly string[];
}

/** One call to the order service and what came of it. */
export interface ShownCall {
  /** Its place in the log, from 0. */
  readonly place: number;
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: string;
  readonly user?: string;
  readonly key?: string;
  readonly requestId?: string;
  readonly body?: string;
  readonly isReplayed: boolean;
  readonly effect?: string;
  readonly faults: readonly string[];
}

export interface ShownFault {
  readonly name: string;
  readonly description: string;
  readonly isOn: boolean;
  /** One of those that are shown without being asked for. */
  readonly isFirst: boolean;
}

/** The app's process. */
export interface ShownProcess {
  readonly state: 'starting' | 'serving' | 'stopping' | 'dead';
  readonly pid?: number;
  /** What happened to it last, oldest first. `at`: epoch ms. */
  readonly events: readonly { readonly at: number; readonly text: string }[];
}

export type Clock = 'fast' | 'real';

/** All that the page shows one person. */
export interface PageState {
  readonly me: string;
  readonly app: App;
  readonly people: readonly Somebody[];
  /** Names of everybody and of every channel, for mentions. */
  readonly names: {
    readonly people: Readonly<Record<string, string>>;
    readonly channels: Readonly<Record<string, string>>;
  };
  readonly conversations: readonly Conversation[];
  readonly messages: readonly ShownMessage[];
  readonly modal: ShownView | null;
  readonly home: ShownView | null;
  readonly orders: readonly ShownOrder[];
  readonly calls: readonly ShownCall[];
  readonly faults: readonly ShownFault[];
  readonly process: ShownProcess;
  readonly clock: Clock;
}

/** What a person acts on: a message in the drawing that they saw, or a view. */
export type Target =
  | { readonly channel: string; readonly ts: string; readonly drawing: string }
  | { readonly view: string };

/** What goes into an input: a text, an option's value, several of them, or nothing. */
export type Filled = string | readonly string[] | null;

export type Act =
  | { readonly do: 'say'; readonly channel: string; readonly text: string; threadTs?: string }
  | {
      readonly do: 'press';
      readonly on: Target;
      readonly blockId: string;
      readonly actionId: string;
    }
  | {
      readonly do: 'choose';
      readonly on: Target;
      readonly blockId: string;
      readonly actionId: string;
      readonly value: string;
    }
  | {
      readonly do: 'fill' | 'submit';
      readonly view: string;
      readonly values: Readonly<Record<string, Filled>>;
    }
  | { readonly do: 'close'; readonly view: string }
  | { readonly do: 'dismiss'; readonly channel: string; readonly ts: string }
  | { readonly do: 'open home' }
  | { readonly do: 'read'; readonly channel: string; readonly threadTs?: string }
  | { readonly do: 'switch fault'; readonly name: string; readonly isOn: boolean }
  | { readonly do: 'clear faults' | 'kill' | 'start' }
  | { readonly do: 'set clock'; readonly clock: Clock };

/** What came of an act; `why` is for the person to read. */
export type Outcome = { readonly done: true } | { readonly done: false; readonly why: string };
