import type { Sandbox } from '../sandbox.js';
import type { Keeper } from './keeper.js';
import type { Installed } from './manifest.js';
import type { ReadMarks } from './read-marks.js';

/** What the page's server shows, and acts in. */
export interface World {
  readonly sandbox: Sandbox;
  readonly keeper: Keeper;
  readonly installed: Installed;
  readonly marks: ReadMarks;
  /** To be called after every change that neither local service tells of. */
  readonly changed: () => void;
}
