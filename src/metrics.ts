import { Counter, Gauge, Registry } from 'prom-client';

/** What `/metrics` shows. Each part of the bot is handed what it counts. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Of one process: a registry of its own, so that two in one process do not meet. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });

  const takeovers = counter('opsguide_takeovers_total', 'Dead replicas that this one took over');
  const last = gauge('opsguide_takeover_last_seconds', 'Silence before its last takeover');
  const longest = gauge('opsguide_takeover_longest_seconds', 'Longest silence before a takeover');
  let longestSilence = 0;

  return {
    registry,
    databaseUp: gauge('opsguide_database_up', '1 while the database answers'),
    replicasAlive: gauge(
      'opsguide_replicas_alive',
      'Replicas with a sign of life, this one included',
    ),
    fencedWorkflows: counter(
      'opsguide_fenced_workflows_total',
      'Workflows that this replica left because they go on elsewhere',
    ),
    /** A dead replica was taken over after `silentFor` ms; undefined where that is not known. */
    tookOver(silentFor?: number): void {
      takeovers.inc();
      if (silentFor === undefined) return;
      longestSilence = Math.max(longestSilence, silentFor);
      last.set(silentFor / 1_000);
      longest.set(longestSilence / 1_000);
    },
  };
}
