import { confirm } from '../../src/cancellations/request/confirm.js';
import { look } from '../../src/cancellations/request/look.js';
import { requestCancellation } from '../../src/cancellations/request/request.js';
import type { Cancellation } from '../../src/cancellations/run/record.js';
import { answers, nextPosts } from '../cancellations/execution.js';
import { ALICE, press, type World } from '../cancellations/world.js';

/** One order more whose cancellation ends in the same trouble: its key is spent. */
export async function alsoTroubled(world: World, orderId: string): Promise<Cancellation> {
  world.service.addOrder({ id: orderId });
  const seen = await look(world.parts, orderId, ALICE);
  const ask = { ...(await world.ask()), orderId };
  const digest = seen.kind === 'clear' ? seen.digest : '';
  const requested = await requestCancellation(world.parts, { ...ask, digest });
  if (requested.kind !== 'requested') throw new Error(requested.kind);
  await confirm(world.parts, press(requested.run, ALICE));
  world.service.faults.add(nextPosts(1, answers(422)));
  await world.launcher.run();
  return world.runNow(requested.run.runId);
}
