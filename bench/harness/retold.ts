/** The words by which a row is that of one run: in its copies others stand for them. */
export interface Names {
  readonly runId: string;
  readonly key: string;
  readonly orderId: string;
  /** Of the person who requested it. */
  readonly slackId: string;
  readonly userId: string;
}

/** Epoch ms of this century, and the same as ISO 8601. */
const MOMENT = /1[5-9]\d{11}/;
const ISO_MOMENT = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

/**
 * A value of a row as an SQL expression that tells it of another run: columns `run`, `key`, `ordered`,
 * `slack_id` and `user_id` in place of the names, and every moment earlier by `age`, in ms.
 */
export function retold(value: string, names: Names): string {
  const columns = new Map([
    [names.runId, 'run'],
    [names.key, 'key'],
    [names.orderId, 'ordered'],
    [names.slackId, 'slack_id'],
    [names.userId, 'user_id'],
  ]);
  const words = [...columns.keys()].map((name) => name.replace(/[^\w-]/g, '\\$&'));
  const token = [...words, ISO_MOMENT.source, MOMENT.source].join('|');
  // What it is split by stands at every odd place.
  const pieces = value.split(new RegExp(`(?<!\\w)(${token})(?!\\w)`)).map((piece, place) => {
    if (place % 2 === 0) return piece === '' ? [] : [quoted(piece)];
    return [columns.get(piece) ?? moment(piece)];
  });
  return pieces.flat().join(' || ') || quoted('');
}

/** Written as it was: a number, or as ISO 8601. */
function moment(text: string): string {
  if (!ISO_MOMENT.test(text)) return `(${text} - age)::text`;
  return `to_char(to_timestamp((${Date.parse(text)} - age) / 1000.0) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** As a literal of SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
