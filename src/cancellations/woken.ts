import type { Signal } from './signal.js';
import type { Due } from './telling/outbox.js';

/** What a move left to be told and to be started. */
export interface Woken {
  readonly due: readonly Due[];
  readonly signals: readonly Signal[];
}
