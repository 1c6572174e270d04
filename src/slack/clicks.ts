import { type Kysely, sql } from 'kysely';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { storable } from '../storage/storable.js';
import type { Tables } from '../storage/tables.js';
import { isHome } from './home/is-home.js';

/** How a person is answered: beside the message or the command, in the modal, or in their Home. */
const replyToSchema = z.union([
  z.object({ responseUrl: z.url() }),
  z.object({ viewId: z.string(), title: z.string() }),
  z.object({ homeOf: z.string() }),
]);
export type ReplyTo = z.infer<typeof replyToSchema>;

export interface Interrupted {
  readonly clickId: string;
  readonly replyTo: ReplyTo;
  /** Slack takes no answer to it any more. */
  readonly isTooLate: boolean;
}

/** No press takes as long: what is older was left by a replica that died. ms */
const LONGEST = 120_000;

/** slack-facts: a response URL is good for half an hour. ms */
const ANSWERABLE = 30 * 60_000;

/** A command, a press, a submit or the opening of a Home, as Slack tells of it. */
const clickSchema = z.object({
  response_url: z.url().optional().catch(undefined),
  user: z.object({ id: z.string() }).optional().catch(undefined),
  view: z
    .object({
      id: z.string(),
      type: z.string().optional(),
      title: z.object({ text: z.string() }).optional(),
    })
    .optional()
    .catch(undefined),
  event: z
    .object({ type: z.literal('app_home_opened'), tab: z.literal('home'), user: z.string() })
    .optional()
    .catch(undefined),
});

/** How what came in can be answered later; undefined where it cannot. */
export function replyToOf(body: unknown): ReplyTo | undefined {
  const { response_url: responseUrl, view, user, event } = clickSchema.safeParse(body).data ?? {};
  if (responseUrl) return { responseUrl };
  if (event) return { homeOf: event.user };
  if (view && isHome(view)) return user && { homeOf: user.id };
  return view && { viewId: view.id, title: view.title?.text ?? '' };
}

/**
 * What people did, from before it is acknowledged until it is answered: Slack sends again what was not
 * acknowledged, or tells the person so; what was acknowledged is ours to answer, over a death too.
 */
export function clicks(db: Kysely<Tables>, replica: string) {
  return {
    /** Gives the click's id. */
    async taken(replyTo: ReplyTo): Promise<string> {
      const clickId = uuid();
      await db
        .insertInto('opsguide.clicks')
        .values({
          ...{ click_id: clickId, replica, reply_to: storable(replyTo) },
          at: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)`,
        })
        .execute();
      return clickId;
    },

    async answered(clickId: string): Promise<void> {
      await db.deleteFrom('opsguide.clicks').where('click_id', '=', clickId).execute();
    },

    /** Left unanswered by a death: of this replica before this start, or of any one long ago. */
    async interrupted({ atStart }: { readonly atStart: boolean }): Promise<readonly Interrupted[]> {
      const rows = await db
        .selectFrom('opsguide.clicks')
        .select(['click_id', 'reply_to', isOlderThan(ANSWERABLE).as('is_too_late')])
        .where(({ or, eb }) =>
          or([...(atStart ? [eb('replica', '=', replica)] : []), isOlderThan(LONGEST)]),
        )
        .execute();
      return rows.map(({ click_id, reply_to, is_too_late }) => ({
        clickId: click_id,
        replyTo: replyToSchema.parse(reply_to),
        isTooLate: is_too_late,
      }));
    },
  };
}
export type Clicks = ReturnType<typeof clicks>;

/** ms, by the database's clock */
function isOlderThan(age: number) {
  return sql<boolean>`at < extract(epoch from clock_timestamp()) * 1000 - ${age}`;
}
