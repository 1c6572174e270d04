import { expect, it, vi } from 'vitest';
import { confirm } from '../../src/cancellations/request/confirm.js';
import type { WorkflowName } from '../../src/cancellations/signal.js';
import { waker } from '../../src/cancellations/wake.js';
import type { Launcher } from '../../src/engine/engine.js';
import { ALICE, openWorld, press, useDatabase } from './world.js';

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
    await waker({ ...world.parts, launcher: noting(started, taken) }, world.outbox)();
    return started;
  };
  const all = await woken(() => false);
  expect(all).toContain(cancel);
  expect(all.length).toBeGreaterThan(1);
  expect(await woken((id) => id === cancel)).toStrictEqual(all.filter((id) => id !== cancel));
  expect(await woken(() => true)).toStrictEqual([]);
});

it('What is all under way is not read again before its next move', async () => {
  const world = await openWorld();
  const { runId } = await world.request();
  await world.clock.advance(14 * 60_000);
  const remind = `${runId}:remind`;
  const started: string[] = [];
  let isTaken = (id: string) => id !== remind;
  const launcher = noting(started, (id) => isTaken(id));
  const read = vi.spyOn(world.records, 'findEach');
  const wakeAll = waker({ ...world.parts, launcher }, world.outbox);
  await wakeAll();
  await wakeAll();
  expect(started).toStrictEqual([remind, remind]);
  isTaken = () => true;
  await wakeAll();
  expect(read).toHaveBeenCalledTimes(3);
  await wakeAll();
  expect(read).toHaveBeenCalledTimes(3);

  await confirm(world.parts, press(await world.runNow(runId), ALICE));
  isTaken = (id) => id !== `${runId}:cancel:1`;
  await wakeAll();
  expect(read).toHaveBeenCalledTimes(4);
  expect(started).toStrictEqual([remind, remind, `${runId}:cancel:1`]);
});
