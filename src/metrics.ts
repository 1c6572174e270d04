import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { callMetrics } from './metrics/call-metrics.js';
import { runMetrics } from './metrics/run-metrics.js';
import { standingGauges } from './metrics/standing-gauges.js';

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
  const calls = callMetrics(registry);

  return {
    registry,
    ...{ calls, runs: runMetrics(registry, calls.retried) },
    standing: standingGauges(registry),
    databaseUp: gauge('opsguide_database_up', '1 while the database answers'),
    replicasAlive: gauge(
      'opsguide_replicas_alive',
      'Replicas with a sign of life, this one included',
    ),
    fencedWorkflows: counter(
      'opsguide_fenced_workflows_total',
      'Workflows that this replica left because they go on elsewhere',
    ),
    failedWorkflows: counter(
      'opsguide_failed_workflows_total',
      'Workflows that ended in an error for good: a defect',
    ),
    failedSteps: counter(
      'opsguide_failed_steps_total',
      'Tries of a step that failed and are made again: the database, or its disk',
    ),
    /** A dead replica was taken over after `silentFor` ms; undefined where that is not known. */
    tookOver(silentFor?: number): void {
      takeovers.inc();
      if (silentFor === undefined) return;
      longestSilence = Math.max(longestSilence, silentFor);
      last.set(silentFor / 1_000);
      longest.set(longestSilence / 1_000);
    },
    /** What is of the process as a whole, and whether Slack can reach it as it is scraped. */
    ofProcess(version: string, isReachable: () => boolean): void {
      collectDefaultMetrics({ register: registry });
      new Gauge({
        name: 'opsguide_build_info',
        help: '1, with the version that runs',
        labelNames: ['version', 'node'],
        registers,
      }).set({ version, node: process.versions.node }, 1);
      new Gauge({
        name: 'opsguide_slack_reachable',
        help: '1 while a socket to Slack is open; in HTTP mode always',
        registers,
        collect() {
          this.set(isReachable() ? 1 : 0);
        },
      });
    },
  };
}
