import type { Stage } from '../stage.js';
import { COMPLETING } from './completing.js';
import { REQUESTED } from './requested.js';
import { SENDING } from './sending.js';
import { TROUBLED } from './troubled.js';
import { WAY_BACK } from './way-back.js';

/** A run from its request to its end, in the places where an upgrade may meet it. */
export const STAGES: readonly Stage[] = [
  ...REQUESTED,
  ...SENDING,
  ...COMPLETING,
  ...TROUBLED,
  ...WAY_BACK,
];
