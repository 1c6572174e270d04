import { isDeepStrictEqual } from 'node:util';
import { card } from '../../src/slack/render/card.js';
import type { Evidence, Invariant, Shown } from './evidence.js';

/** The card's last state is the record's, word for word. */
export const cardSaysTheRecord: Invariant = ({ recorded, shown, rollbackWindow }) =>
  recorded.runs.flatMap((run) => {
    const { orderId, runId } = run;
    const post = recorded.posts.find(({ about, kind }) => about === runId && kind === 'card');
    const { now } =
      shown.find(({ now: { channel, ts } }) => channel === post?.channel && ts === post.ts) ?? {};
    if (!now) return [{ orderId, what: 'there is no card' }];
    const drawn = card(run, { rollbackWindow });
    const isSame = now.text === drawn.text && sameBlocks(now.blocks, drawn.blocks);
    return isSame
      ? []
      : [{ orderId, what: `the card says «${now.text}», the record is ${run.state}` }];
  });

/** Slack gives each block an id of its own. */
function sameBlocks(shown: readonly object[], drawn: readonly object[]): boolean {
  return isDeepStrictEqual(withoutIds(shown), withoutIds(drawn));
}

function withoutIds(blocks: readonly object[]): unknown {
  const text = JSON.stringify(blocks, (name, value: unknown) =>
    name === 'block_id' ? undefined : value,
  );
  return JSON.parse(text);
}

/** What was to be told was told. */
export const everythingIsTold: Invariant = ({ recorded }) =>
  recorded.posts
    .filter(({ posted, wanted }) => posted < wanted)
    .map(({ post_id }) => ({ what: `never told: ${post_id}` }));

/**
 * No post is repeated, but one for each death of the process in each channel: that which Slack had just
 * taken and we had not recorded.
 */
export const repeatsOnlyOverADeath: Invariant = ({ shown, deaths }) => {
  const excused = new Set<string>();
  return repeats(shown).flatMap(([before, again]) => {
    const { channel, ts } = again.first;
    const death = deaths.findIndex((at) => at > stamp(before) - LEEWAY && at <= stamp(again));
    const excuse = `${channel} ${death}`;
    if (death >= 0 && !excused.has(excuse)) {
      excused.add(excuse);
      return [];
    }
    return [{ what: `told twice in ${channel} at ${ts}: ${again.asPosted.slice(0, 200)}` }];
  });
};

/** The death is seen by another process than the post. ms */
const LEEWAY = 50;

function stamp({ first }: Shown): number {
  return Number(first.ts) * 1_000;
}

/** Each post that says what an earlier one about the same said, with that one. */
function repeats(shown: readonly Shown[]): readonly (readonly [Shown, Shown])[] {
  const earlier = new Map<string, Shown>();
  const found: (readonly [Shown, Shown])[] = [];
  for (const post of shown) {
    if (post.first.ephemeralTo) continue;
    const { channel, threadTs } = post.first;
    // A card is the same one whatever it says by now.
    const isCard = post.first.text.startsWith('Cancel ') && namedBy(post);
    const root = shown.find(({ first }) => first.channel === channel && first.ts === threadTs);
    const thread = threadTs && ((root && namedBy(root)) ?? threadTs);
    const what = thread ? post.asPosted : isCard || post.asPosted;
    const said = JSON.stringify([channel, thread, what]);
    const before = earlier.get(said);
    if (before) found.push([before, post]);
    earlier.set(said, post);
  }
  return found;
}

/** The run or the escalation of a message at the top: its buttons name it. */
function namedBy({ first }: Shown): string | undefined {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(JSON.stringify(first.blocks))?.[0];
}

/** No click without an answer: ours, or Slack's own that it did not get through. */
export const everyClickIsAnswered: Invariant = ({ clicks }: Evidence) =>
  clicks
    .filter(({ isAcknowledged, isAnswered }) => isAcknowledged && !isAnswered)
    .map(({ what, orderId }) => ({ orderId, what: `no answer to ${what}` }));
