import type { Launcher } from './engine.js';

/**
 * A launcher for those who are made before the engine is launched: what is asked of it waits for
 * `launched`. The engine runs workflows that start others, so neither can be there first.
 */
export function launcherToCome<Name extends string>(
  launched: Promise<Launcher<Name>>,
): Launcher<Name> {
  return {
    start: async (...args) => (await launched).start(...args),
    later: async (...args) => (await launched).later(...args),
    taken: async (ids) => (await launched).taken?.(ids) ?? new Set(),
    inLane: async (...args) => (await launched).inLane(...args),
  };
}
