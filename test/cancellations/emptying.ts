/** The trail refuses to be emptied: its triggers are off for a moment. */
export const EMPTYING = [
  'alter table opsguide.audit disable trigger user',
  `truncate ${[
    ...['opsguide.posts', 'opsguide.attempts', 'opsguide.escalated', 'opsguide.escalations'],
    ...['opsguide.cancellations', 'opsguide.clicks', 'opsguide.audit', 'opsguide.homes'],
    'opsguide.replicas',
  ].join()} restart identity`,
  'alter table opsguide.audit enable always trigger append_only, enable always trigger never_emptied',
] as const;
