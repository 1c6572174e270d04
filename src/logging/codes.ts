/**
 * The codes of log lines that tell nobody in Slack: those have theirs in src/runbook/failures.ts, and
 * a line has one of either. docs/operations.md says what to do about each.
 */
export const LOG_CODES = [
  // The process itself.
  'uncaught',
  'ended_itself',
  'start_failed',
  'stopped_late',
  'closing_failed',
  // The database, the engine and the other replicas.
  'connection_lost',
  'database_back',
  'engine',
  'step_failed',
  'workflow_failed',
  'took_over',
  'took_up_own',
  'sweep_failed',
  'waking_failed',
  'start_delayed',
  'run_unreadable',
  // Slack.
  'slack_library',
  'listener_failed',
  'request_replayed',
  'click_unnoted',
  'click_unanswered',
  'modal_not_shown',
  'telling_delayed',
  'post_delayed',
  'post_given_up',
  'home_delayed',
  'home_given_up',
  'order_ops_closed',
  // Watching.
  'metrics_unread',
  'traces_not_exported',
] as const;
