import type { Person } from '../../src/cancellations/run/intent.js';
import type { In } from '../../src/cancellations/run/record.js';
import { goOn } from '../../src/cancellations/trouble/go-on.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { played, type Story, said } from './execution.js';
import { expectSound, press, type World } from './world.js';

export const BROKEN: Fault = { kind: 'break', when: 'before_effect' };
export const LOST: Fault = { kind: 'break', when: 'after_effect' };
export const FOREVER = Number.POSITIVE_INFINITY;

/** Plays a confirmed cancellation into trouble; then nothing stands against it any more. */
export async function inTrouble(story: Story) {
  const { world, run } = await played(story);
  world.service.faults.clear();
  return { world, run: await troubledNow(world, run.runId) };
}

/** A press of «Retry» or «Check again» on the card as it stands now. */
export async function presses(world: World, runId: string, person: Person) {
  return goOn(world.parts, press(await world.runNow(runId), person));
}

/** What a press is answered with, in a word: its code where it is refused. */
export function word(gone: Awaited<ReturnType<typeof goOn>>): string {
  return gone.kind === 'refused' ? gone.code : gone.kind;
}

/** A press, and what comes of it. */
export async function retried(world: World, runId: string, person: Person) {
  const gone = await presses(world, runId, person);
  await world.launcher.run();
  await expectSound(world, runId);
  const run = await world.runNow(runId);
  return { answer: word(gone), said: said(run), run, ...sent(world) };
}

/** The POSTs so far: how many, with how many keys, and by whom the last one was. */
export function sent(world: World) {
  const posts = world.service.calls({ route: 'cancel' });
  const keys = new Set(posts.map(({ key }) => key)).size;
  return { posts: posts.length, keys, lastBy: posts.at(-1)?.userId };
}

/** The run, which must be in trouble. */
export async function troubledNow(world: World, runId: string): Promise<In<'troubled'>> {
  const run = await world.runNow(runId);
  if (run.state !== 'troubled') throw new Error(`Not in trouble: ${said(run)}`);
  return run;
}
