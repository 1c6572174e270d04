import type { Acknowledgement, Dispatcher } from '../delivery.js';
import type { Names } from '../text-of-mrkdwn.js';
import type { Workspace } from '../workspace.js';

/** What a person's hands and eyes work with. */
export interface World {
  readonly workspace: Workspace;
  readonly dispatcher: Dispatcher;
  readonly names: Names;
  /** How long a wait lasts unless said otherwise, in ms. */
  readonly patienceMs: number;
}

/** What came of a command or of an action, and the payload that the app received. */
export type Done = Acknowledgement & { readonly payload: Readonly<Record<string, unknown>> };
