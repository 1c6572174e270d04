import type { Cancellation } from '../../src/cancellations/run/record.js';
import { cancellationSchema } from '../../src/cancellations/run/record.js';
import type { Call, Effect } from '../../src/sandbox/orders/index.js';
import type { LocalSlack } from '../../src/sandbox/slack/index.js';
import type { LoggedError } from './cluster/log.js';
import type { Flow } from './engine/flows.js';
import type { Click } from './people/click.js';
import type { Personnel } from './people/personnel.js';
import type { Plan } from './plan.js';
import type { Database } from './world/database.js';
import type { Sent } from './world/order-network.js';
import type { Said } from './world/slack-network.js';

/** A row of the outbox. */
export interface PostRow {
  readonly post_id: string;
  readonly about: string;
  readonly kind: string;
  readonly root: string | null;
  readonly channel: string;
  readonly wanted: number;
  readonly posted: number;
  readonly ts: string | null;
}

/** An entry of the audit trail. */
export type TrailEntry = Awaited<ReturnType<typeof readTrail>>[number];

/** All that is known of a world at its end, as plain as it can be had. */
export interface Evidence {
  readonly plan: Plan;
  readonly runs: readonly Cancellation[];
  readonly trail: readonly TrailEntry[];
  readonly posts: readonly PostRow[];
  readonly escalated: readonly {
    readonly escalation_id: string;
    readonly run_id: string | null;
    readonly trouble: number | null;
    readonly closed_at: number | null;
  }[];
  /** By the order service: what took effect, what came in, what was sent. */
  readonly effects: readonly Effect[];
  readonly calls: readonly Call[];
  readonly sent: readonly Sent[];
  readonly said: readonly Said[];
  readonly clicks: readonly Click[];
  readonly personnel: Personnel;
  readonly slack: LocalSlack;
  readonly flows: readonly Flow[];
  /** What the ticket desk was handed. */
  readonly tickets: readonly { readonly ticketId: string; readonly runId: string }[];
  readonly failedFlows: readonly { readonly flow: Flow; readonly error: unknown }[];
  readonly logged: readonly LoggedError[];
}

/** What the database holds at the end, read without passing a gate. */
export async function readRows({ db }: Database) {
  const [rows, trail, posts, escalated] = await Promise.all([
    db.selectFrom('opsguide.cancellations').select('record').orderBy('requested_at').execute(),
    readTrail({ db }),
    db
      .selectFrom('opsguide.posts')
      .select(['post_id', 'about', 'kind', 'root', 'channel', 'wanted', 'posted', 'ts'])
      .orderBy('seq')
      .execute(),
    db
      .selectFrom('opsguide.escalated')
      .select(['escalation_id', 'run_id', 'trouble', 'closed_at'])
      .execute(),
  ]);
  const runs = rows.map(({ record }) => cancellationSchema.parse(record));
  return { runs, trail, posts, escalated };
}

function readTrail({ db }: Pick<Database, 'db'>) {
  return db.selectFrom('opsguide.audit').selectAll().orderBy('seq').execute();
}
