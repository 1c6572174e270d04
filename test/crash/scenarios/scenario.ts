import type { MortalWorld } from '../mortal-world.js';
import type { Stage } from '../stage.js';

/** A short story, told whole however often the bot dies over it. */
export interface Scenario {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Its points are passed by a start: the story itself kills and starts the bot with them armed. */
  readonly isStart?: boolean;
  /** Tells it once more, with an order of its own. */
  readonly play: (world: MortalWorld, armed?: readonly string[]) => Promise<Stage>;
}

/** The card of a run that ended as it should. */
export const VERIFIED = 'Audit entry verified';
