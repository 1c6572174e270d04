import type { Parts } from './parts.js';
import type { Waking } from './run/reads.js';
import type { Signal } from './signal.js';
import { signalsOf } from './signals.js';
import type { Due, Outbox } from './telling/outbox.js';
import type { Woken } from './woken.js';

type WakeParts = Pick<Parts, 'launcher' | 'log'>;

/**
 * Starts and tells what a move left to be. A lost or doubled call changes nothing, for the rows
 * decide: so it never rejects, and what was decided is not undone by it.
 */
export async function wake(parts: WakeParts, { signals, due }: Woken): Promise<void> {
  await Promise.all([signal(parts, signals), tell(parts, due)]);
}

async function signal({ launcher, log }: WakeParts, signals: readonly Signal[]): Promise<void> {
  for (const { workflow, id, args, at } of signals) {
    try {
      if (at === undefined) await launcher.start(workflow, id, ...args);
      else await launcher.later(workflow, id, Math.max(0, at - Date.now()), ...args);
    } catch (error) {
      log.error({ err: error, code: 'start_delayed', workflow, id }, 'a start has to wait');
    }
  }
}

async function tell({ launcher, log }: WakeParts, due: readonly Due[]): Promise<void> {
  try {
    for (const one of due) {
      const { postId, channel } = one;
      await launcher.inLane('deliverPost', tellingId(one), channel, postId, channel);
    }
  } catch (error) {
    log.error({ err: error, code: 'telling_delayed' }, 'a telling has to wait');
  }
}

function tellingId({ postId, version }: Due): string {
  return `${postId}:${version}`;
}

/** How many untold posts are taken up at once. */
const AT_ONCE = 500;
/** Ids that are asked for in one question. */
const IDS_AT_ONCE = 1_000;
/** Runs that are read at once. */
const RUNS_AT_ONCE = 500;

/**
 * design.md, rule 1. After a start, and now and then, everything is woken as its row says, in case
 * a crash came between a move and its signal. Nearly all of it is under way, here or on another
 * replica: what is taken is not started again, and until its next move the run is not even read
 * again, for a taken id is taken for good.
 */
export function waker(parts: Parts, outbox: Outbox): () => Promise<void> {
  /** Those of which all was taken, by the version that asked for it. */
  let underWay: ReadonlyMap<string, number> = new Map();
  return async () => {
    const waking = await parts.records.waking();
    const isKnown = ({ runId, version }: Waking) => underWay.get(runId) === version;
    const known = new Map(waking.filter(isKnown).map(({ runId, version }) => [runId, version]));
    const others = waking.filter((run) => !isKnown(run));
    for (let from = 0; from < others.length; from += RUNS_AT_ONCE) {
      const some = others.slice(from, from + RUNS_AT_ONCE);
      const left = await wakeRuns(parts, some);
      for (const { runId, version } of some) if (!left.has(runId)) known.set(runId, version);
    }
    underWay = known;
    await signal(parts, await open(parts, await parts.escalations.waking(), ({ id }) => id));
    await tell(parts, await open(parts, await outbox.untold(AT_ONCE), tellingId));
  };
}

/** Gives the runs to be read again: something of them was open, or they cannot be read. */
async function wakeRuns(parts: Parts, some: readonly Waking[]): Promise<ReadonlySet<string>> {
  const left = new Set<string>();
  const runs = await parts.records.findEach(
    some.map(({ runId }) => runId),
    (run, error) => {
      left.add(run);
      parts.log.error({ err: error, code: 'run_unreadable', run }, 'a run could not be woken');
    },
  );
  const asked = runs.flatMap((run) => signalsOf(run).map((one) => ({ runId: run.runId, one })));
  const opened = await open(parts, asked, ({ one }) => one.id);
  for (const { runId } of opened) left.add(runId);
  await signal(
    parts,
    opened.map(({ one }) => one),
  );
  return left;
}

/** Those that nobody has started. */
async function open<T>(
  { launcher }: WakeParts,
  all: readonly T[],
  idOf: (one: T) => string,
): Promise<readonly T[]> {
  const taken = new Set<string>();
  for (let from = 0; from < all.length; from += IDS_AT_ONCE) {
    const ids = all.slice(from, from + IDS_AT_ONCE).map(idOf);
    for (const id of (await launcher.taken?.(ids)) ?? []) taken.add(id);
  }
  return all.filter((one) => !taken.has(idOf(one)));
}
