import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { cardId } from '../../../src/cancellations/telling/outbox.js';
import type { LocalSlack } from '../../../src/sandbox/slack/index.js';
import { card } from '../../../src/slack/render/card.js';
import { flowOf } from '../engine/flows.js';
import type { Evidence } from '../evidence.js';
import type { Said } from '../world/slack-network.js';
import type { Invariant } from './violation.js';

/** The default of ROLLBACK_WINDOW, ms. */
const ROLLBACK_WINDOW = 2 * 60 * 60_000;

/**
 * The card's last state is the record's: the message shows what the record says. A card that was
 * deleted, and of which nothing had to be told since, is told anew with its next change.
 */
export const cardShowsTheRecord: Invariant = ({ runs, posts, slack }) =>
  runs.flatMap((run) => {
    const row = posts.find(({ post_id }) => post_id === cardId(run.runId));
    if (!row) return [`${run.orderId} has no card`];
    if (row.posted < row.wanted) return [`the card of ${run.orderId} is not told (${row.channel})`];
    if (!row.ts) return [`the card of ${run.orderId} was given up`];
    const message = slack.message(row.channel, row.ts);
    if (!message || message.deleted) return [];
    if (isNowhereToTell(slack, row.channel, run.requester.slackId)) return [];
    const { text, blocks } = card(run, { rollbackWindow: ROLLBACK_WINDOW });
    const isSame = message.text === text && isDeepStrictEqual(plain(message.blocks), plain(blocks));
    return isSame
      ? []
      : [`the card of ${run.orderId} says «${message.text}», the record «${text}»`];
  });

/**
 * The channel is archived and the requester's account gone, so there is no direct message to go on
 * in: docs/slack.md has such a card given up and logged; `status` shows it all the same.
 */
function isNowhereToTell(slack: LocalSlack, channel: string, requester: string): boolean {
  return slack.changeChannel(channel, {}).archived && slack.person(requester).record.deleted;
}

/** Without the ids that Slack gives to blocks that have none. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, held: unknown) => (name === 'block_id' ? undefined : held)),
  );
}

/** Everything else that was to be told is told, too. */
export const everythingIsTold: Invariant = ({ posts }) =>
  posts
    .filter(({ posted, wanted, kind }) => posted < wanted && kind !== 'card')
    .map(({ post_id, channel }) => `${post_id} is not told in ${channel}`);

const ok = z.object({ ok: z.literal(true), ts: z.string() });

/**
 * product.md «Repeated posts»: one post, once, where the process died between Slack taking it and
 * its being recorded. docs/slack.md adds an answer that never came. And a message that is gone, or
 * whose conversation is closed, is told anew, its thread with it.
 */
export const nothingIsToldTwice: Invariant = (evidence) => {
  const told = new Map<string, Said[]>();
  for (const said of evidence.said) {
    const id = said.method === 'chat.postMessage' ? postOf(evidence, said) : undefined;
    if (id) told.set(id, [...(told.get(id) ?? []), said]);
  }
  return [...told].flatMap(([id, tellings]) =>
    tellings.flatMap((first, index) => {
      const next = tellings[index + 1];
      return next && !mayBeToldAgain(evidence, first, next) ? [`${id} was told twice`] : [];
    }),
  );
};

function mayBeToldAgain({ slack }: Evidence, first: Said, next: Said): boolean {
  const taken = tsOf(first);
  if (!first.isHeard || taken === undefined) return true;
  // It died or was overtaken before it could record what it had heard.
  if (first.replica !== next.replica || first.replica.isDead) return true;
  const isElsewhere =
    first.fields.channel !== next.fields.channel ||
    first.fields.thread_ts !== next.fields.thread_ts;
  const message = slack.message(String(first.fields.channel), taken);
  return isElsewhere || !message || message.deleted === true;
}

function tsOf({ reply }: Said): string | undefined {
  return typeof reply === 'object' ? ok.safeParse(reply.body).data?.ts : undefined;
}

/** Which post of the outbox it was: a root goes out in the turn of a reply that waits for it, too. */
function postOf({ posts }: Evidence, { cause, fields }: Said): string | undefined {
  const id = flowOf(cause)?.flow.args[0];
  const row = posts.find(({ post_id }) => post_id === id);
  if (!row || row.kind === 'notice' || fields.thread_ts !== undefined) return row?.post_id;
  const isRoot = ['card', 'escalation', 'ticket'].includes(row.kind);
  return isRoot ? row.post_id : (row.root ?? cardId(row.about));
}
