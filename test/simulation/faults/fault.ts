import type { World } from '../world/world.js';

/** A fault of the plan: what begins when its time has come, and what ends it. */
export interface Fault {
  /** By this name it is counted. */
  readonly kind: string;
  /** Begins it in this world. Gives back what ends it; it is called once, at the latest at the plan's end. */
  readonly begin: (world: World) => () => void;
  /** How long it lasts at least and at most, ms; absent: it strikes once or ends by itself. */
  readonly lasts?: readonly [number, number];
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** For what begins, and needs no end. */
export function once(happen: (world: World) => void): Fault['begin'] {
  return (world) => {
    happen(world);
    return () => undefined;
  };
}
