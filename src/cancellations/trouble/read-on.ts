import type { Engine } from '../../engine/engine.js';
import { expectation } from '../execution/errand.js';
import { lookUpOnce } from '../execution/look-up-cancellation.js';
import { pollOnce } from '../execution/poll.js';
import { callsFor, type Parts } from '../parts.js';
import { reading } from '../request/look.js';
import { isReinstated, rolledBack } from '../rollback/rollback-moves.js';
import type { Cancellation, In } from '../run/record.js';
import type { Move } from '../run/records.js';
import { READ_ON_EVERY, readOnSignal } from '../signals.js';
import { cancelledByOthers, completedLate, readToTheEnd } from './late-moves.js';

export interface ReadingOn {
  readonly runId: string;
  /** The number of the trouble that it reads on for. */
  readonly trouble: number;
  /** The first is 1. */
  readonly look: number;
}

type Troubled = In<'troubled' | 'rollback_troubled'>;

type Seen =
  /** Nobody waits for it any more. */
  | { readonly kind: 'over' }
  /** It may still take effect; read until then, epoch ms. */
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'completed' }
  /** `by` is an order-service user id. */
  | { readonly kind: 'theirs'; readonly by: string }
  | { readonly kind: 'reinstated'; readonly status: string };

/**
 * product.md «Still processing at the limit»: one look at what may still take effect, and the next
 * one in 5 min, for 24 h. What completed, or turned out to be another's, goes on by itself.
 */
export async function readOn(engine: Engine, parts: Parts, now: ReadingOn): Promise<void> {
  const seen = await engine.step('look', () => lookOnce(parts, now));
  if (seen.kind === 'over') return;
  const isLast = seen.kind === 'open' && (await engine.now()) + READ_ON_EVERY > seen.until;
  if (seen.kind === 'open' && !isLast) {
    await engine.step('look again later', () => lookLater(parts, now));
    return;
  }
  await engine.step('record what was seen', async () => {
    await parts.records.move(now.runId, (run, at) =>
      isReadOn(run, now) ? moveOf(parts, run, seen, at) : undefined,
    );
    return null;
  });
}

async function lookOnce(parts: Parts, now: ReadingOn): Promise<Seen> {
  const run = await parts.records.find(now.runId);
  if (!run || !isReadOn(run, now) || run.trouble.readOnUntil === undefined) return { kind: 'over' };
  const seen =
    run.state === 'troubled'
      ? await lookAtCancellation(parts, run)
      : await lookAtReinstatement(parts, run);
  return seen ?? { kind: 'open', until: run.trouble.readOnUntil };
}

/** Undefined while it is not seen to be over. */
async function lookAtCancellation(parts: Parts, run: In<'troubled'>): Promise<Seen | undefined> {
  const { orderId, intent, trouble } = run;
  const { actor } = intent;
  if (trouble.accepted) {
    const poll = await pollOnce(parts, { orderId, actor });
    return poll.kind === 'completed' ? poll : undefined;
  }
  const expected = expectation(run, parts.policy);
  const seen = await lookUpOnce(callsFor(parts, actor), orderId, expected);
  if (seen.kind === 'ours') return { kind: 'completed' };
  return seen.kind === 'theirs' ? seen : undefined;
}

async function lookAtReinstatement(
  parts: Parts,
  { orderId, rollback }: In<'rollback_troubled'>,
): Promise<Seen | undefined> {
  const status = await reading(callsFor(parts, rollback.actor).status(orderId));
  return status.read && isReinstated(status.value)
    ? { kind: 'reinstated', status: status.value }
    : undefined;
}

async function lookLater({ launcher }: Parts, now: ReadingOn): Promise<null> {
  const { workflow, id, args } = readOnSignal(now.runId, now.trouble, now.look + 1);
  await launcher.later(workflow, id, READ_ON_EVERY, ...args);
  return null;
}

/** Whether the run still stands in the trouble that is read on for. */
function isReadOn(run: Cancellation, { trouble }: ReadingOn): run is Troubled {
  const isTroubled = run.state === 'troubled' || run.state === 'rollback_troubled';
  return isTroubled && run.trouble.number === trouble;
}

function moveOf(parts: Parts, run: Troubled, seen: Seen, at: number): Move | undefined {
  if (seen.kind === 'open') return readToTheEnd(run);
  if (run.state === 'rollback_troubled') {
    return seen.kind === 'reinstated' ? rolledBack(run, seen.status, at) : undefined;
  }
  if (seen.kind === 'completed') return completedLate(run, parts.policy, at);
  return seen.kind === 'theirs' ? cancelledByOthers(run, seen.by, at) : undefined;
}
