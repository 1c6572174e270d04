import { Gauge, type Registry } from 'prom-client';
import { atMost } from '../at-most.js';
import type { EscalationStanding, StandingWork } from './standing-query.js';

/** How old an answer may be: several may scrape. ms */
const FRESH = 5_000;
/** A scrape does not wait for a database that is slow or away. ms */
const PATIENCE = 2_000;

const LIVE_STATES = [
  ...['awaiting_confirmation', 'executing', 'processing', 'verifying'],
  ...['troubled', 'rolling_back', 'rollback_troubled'],
];
const STANDINGS: readonly EscalationStanding[] = ['waiting', 'unanswered', 'acknowledged'];

/**
 * Gauges that are read from the database as they are scraped. Where it does not answer in time they
 * are not there, rather than old: `absent()` tells, and the rest of the page comes all the same.
 */
export function standingGauges(registry: Registry) {
  let ask: (() => Promise<StandingWork | undefined>) | undefined;
  let asking: Promise<void> | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;

  const gauge = (name: string, help: string, labelNames: string[] = []) => {
    const made = new Gauge({ name, help, labelNames, registers: [registry], collect: refresh });
    if (labelNames.length === 0) made.remove();
    return made;
  };
  const runs = gauge('opsguide_runs_live', 'Runs that hold their order, by state', ['state']);
  const escalations = gauge('opsguide_escalations_open', 'Open escalations, by their standing', [
    'standing',
  ]);
  const age = gauge(
    'opsguide_escalation_oldest_age_seconds',
    'Age of the oldest open escalation of this standing; 0 where there is none',
    ['standing'],
  );
  const troubles = gauge('opsguide_escalated_troubles_open', 'Troubles in the open escalations');
  const posts = gauge('opsguide_posts_waiting', 'Posts and edits that Slack has not taken yet');
  const oldest = gauge('opsguide_posts_oldest_age_seconds', 'How long the oldest of them waits');
  const head = gauge('opsguide_audit_head', 'Number of the newest entry of the audit trail');
  const plain = [troubles, posts, oldest, head];
  const all = [runs, escalations, age, ...plain];

  function show(work: StandingWork): void {
    for (const state of LIVE_STATES) runs.set({ state }, work.liveRuns.get(state) ?? 0);
    for (const standing of STANDINGS) {
      const { count = 0, oldest: seconds = 0 } = work.escalations.get(standing) ?? {};
      escalations.set({ standing }, count);
      age.set({ standing }, seconds);
    }
    troubles.set(work.escalatedTroubles);
    posts.set(work.postsWaiting);
    oldest.set(work.oldestPost);
    head.set(work.auditHead);
  }

  function hide(): void {
    for (const one of all) one.reset();
    for (const one of plain) one.remove();
  }

  /** One question at a time: a scrape that finds one under way waits for that, as long as it may. */
  async function refresh(): Promise<void> {
    if (!ask || performance.now() - shownAt < FRESH) return;
    asking ??= ask()
      .then((work) => {
        if (!work) return hide();
        show(work);
        shownAt = performance.now();
      }, hide)
      .finally(() => {
        asking = undefined;
      });
    let isAnswered = false;
    const answered = asking.then(() => {
      isAnswered = true;
    });
    await atMost(PATIENCE, answered);
    if (!isAnswered) hide();
  }

  return {
    /** From now on asked of the database; undefined and a rejection both mean that it is away. */
    readFrom(read: () => Promise<StandingWork | undefined>): void {
      ask = read;
    },
  };
}
