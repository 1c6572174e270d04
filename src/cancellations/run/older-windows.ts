import { sql, type Transaction } from 'kysely';
import { storable } from '../../storage/storable.js';
import type { Tables } from '../../storage/tables.js';
import { appendAudit } from '../audit.js';
import { wakeAt } from '../signals.js';
import { type Due, redrawCard } from '../telling/outbox.js';
import { withHistory } from './history.js';
import { type Cancellation, isLive, readRun } from './record.js';

/** The order's ended runs that could still be rolled back, each held until the transaction's end. */
export async function openWindowsOf(
  trx: Transaction<Tables>,
  orderId: string,
): Promise<readonly Cancellation[]> {
  // By the order alone: where nearly all runs ended long ago the planner takes those that wait for
  // none at all, and would go through every one of them.
  const ofOrder = await trx
    .selectFrom('opsguide.cancellations')
    .select(['run_id', 'live', 'wake_at'])
    .where('order_id', '=', orderId)
    .execute();
  const waiting = ofOrder.filter(({ live, wake_at }) => !live && wake_at !== null);
  if (waiting.length === 0) return [];
  const ids = waiting.map(({ run_id }) => run_id);
  const rows = await trx
    .selectFrom('opsguide.cancellations')
    .select('record')
    .where(sql<boolean>`run_id = any(${ids}::uuid[])`)
    .orderBy('run_id')
    .forUpdate()
    .execute();
  return rows
    .map(({ record }) => readRun(record))
    .filter((run) => !isLive(run) && 'effect' in run && run.effect?.window === 'open');
}

/** product.md «Fine points»: a newer run for the order closes older windows. */
export async function closeWindows(
  trx: Transaction<Tables>,
  runs: readonly Cancellation[],
  at: number,
): Promise<readonly Due[]> {
  const due: Due[] = [];
  for (const run of runs) {
    if (!('effect' in run) || !run.effect) continue;
    const { runId, orderId } = run;
    const closed = withHistory(
      { ...run, effect: { ...run.effect, window: 'closed' as const } },
      { event: 'window_closed', at },
    );
    await trx
      .updateTable('opsguide.cancellations')
      .set(({ eb }) => ({
        ...{ record: storable(closed), wake_at: wakeAt(closed) ?? null },
        version: eb('version', '+', 1),
      }))
      .where('run_id', '=', runId)
      .execute();
    await appendAudit(trx, at, [
      { event: 'window_closed', runId, orderId, data: { by: 'newer_run' } },
    ]);
    due.push(await redrawCard(trx, runId));
  }
  return due;
}
