import type { Pool } from 'pg';
import type { Logger } from 'pino';
import {
  type Claim,
  claimsNotRun,
  type Executor,
  executorsAtWork,
  takeUp,
  takeUpNotRun,
} from '../engine/claims.js';
import type { Metrics } from '../metrics.js';
import { LIMIT, type Sweep } from './pulse.js';
import { rowless, silent } from './silence.js';
import { takeOver } from './takeover.js';

/**
 * Looks after work that nobody carries on: of silent replicas, of such as have no row at all (their
 * taker died, they ended in good order, or come back under no name of before), and of this process
 * itself, where the database broke off between a claim and the word of it.
 */
export function sweepWith(
  aside: Pool,
  me: Executor,
  { metrics, log }: { readonly metrics: Metrics; readonly log: Logger },
): Sweep {
  /** Claims that were not run at an earlier look, and since when. ms, monotonic */
  let waiting = new Map<string, number>();

  async function sweepDead(look: Parameters<Sweep>[0]): Promise<void> {
    const dead = silent(look, me.executorId, LIMIT);
    metrics.replicasAlive.set(look.sightings.length - dead.length);
    const gone = {
      silent: dead,
      rowless: rowless(await executorsAtWork(aside, me.applicationVersion), look),
    };
    if (gone.silent.length + gone.rowless.length === 0) return;
    const { replicas, workflows } = await takeOver(aside, gone, takeUp);
    for (const { replicaId, silentFor } of replicas) {
      log.warn({ code: 'took_over', replica: replicaId, silentFor, workflows }, 'took over');
      metrics.tookOver(silentFor);
    }
  }

  async function sweepOwn(at: number): Promise<void> {
    const idle = await claimsNotRun(aside, me);
    const since = (claim: Claim) => waiting.get(claim.token + claim.workflowId) ?? at;
    waiting = new Map(idle.map((claim) => [claim.token + claim.workflowId, since(claim)]));
    // A claim is run within moments; one that is not after this long was never heard of.
    const lost = idle.filter((claim) => at - since(claim) >= LIMIT);
    if (lost.length === 0) return;
    const workflows = await takeUpNotRun(aside, me.executorId, lost);
    log.warn({ code: 'took_up_own', workflows }, 'took up own claims that nobody ran');
  }

  return async (look) => {
    await sweepDead(look);
    await sweepOwn(look.at);
  };
}
