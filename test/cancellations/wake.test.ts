import { expect, it } from 'vitest';
import type { WorkflowName } from '../../src/cancellations/signal.js';
import { wakeAll } from '../../src/cancellations/wake.js';
import type { Launcher } from '../../src/engine/engine.js';
import { openWorld, useDatabase } from './world.js';

useDatabase();

/** Notes the ids that it is asked to start. */
function noting(started: string[], taken: (id: string) => boolean): Launcher<WorkflowName> {
  const note = async (_: WorkflowName, id: string) => {
    started.push(id);
  };
  return {
    ...{ start: note, later: note, inLane: note },
    taken: async (ids) => new Set(ids.filter(taken)),
  };
}

it('Every replica wakes what nobody has started, and asks for nothing that is under way', async () => {
  const world = await openWorld();
  const { runId } = await world.confirmed();
  const cancel = `${runId}:cancel:1`;
  const woken = async (taken: (id: string) => boolean) => {
    const started: string[] = [];
    await wakeAll({ ...world.parts, launcher: noting(started, taken) }, world.outbox);
    return started;
  };
  const all = await woken(() => false);
  expect(all).toContain(cancel);
  expect(all.length).toBeGreaterThan(1);
  expect(await woken((id) => id === cancel)).toStrictEqual(all.filter((id) => id !== cancel));
  expect(await woken(() => true)).toStrictEqual([]);
});
