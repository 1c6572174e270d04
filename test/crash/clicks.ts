import { z } from 'zod';
import type { LocalSlack } from '../../src/sandbox/slack/index.js';
import type { Click, Shown } from '../invariants/evidence.js';

const payloadSchema = z.object({
  trigger_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  user_id: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  channel_id: z.string().optional(),
  view: z.object({ id: z.string() }).optional(),
  type: z.string().optional(),
  text: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string() })).optional(),
});
const openedSchema = z.object({ view: z.object({ id: z.string() }) });
const viewSchema = z.object({ view_id: z.string(), view: z.unknown() });
const ackSchema = z.object({ response_action: z.string().optional(), text: z.string().optional() });

/** Why Slack sent nothing at all. */
const NO_SOCKET = 'no socket is open';

/** What a modal says while it works: no answer yet. */
const WAITING = /(Looking at [^"]*|Reading|Working|Requesting) …/;

/** Everything that people did, and whether the bot answered it: in a modal, or to the person alone. */
export function clicksOf(slack: LocalSlack, shown: readonly Shown[]): readonly Click[] {
  const answers = shown.filter(({ now }) => now.ephemeralTo).map(({ now }) => now);
  const taken = new Set<string>();
  const opened = new Map(
    slack.calls('views.open').flatMap(({ args, response }) => {
      const view = openedSchema.safeParse(response);
      return view.success ? [[String(args.trigger_id), view.data.view.id] as const] : [];
    }),
  );
  const isFilled = (viewId: string, since: number) =>
    slack.calls('views.update').some(({ args, at, status }) => {
      const update = viewSchema.parse(args);
      const isLater = Date.parse(at) >= since && status === 200;
      return update.view_id === viewId && isLater && !WAITING.test(JSON.stringify(update.view));
    });
  return slack.deliveries.map(({ payload, acknowledgement, at }) => {
    const { trigger_id = '', user, channel, view, ...said } = payloadSchema.parse(payload);
    const since = Date.parse(at);
    const who = user?.id ?? said.user_id;
    const where = channel?.id ?? said.channel_id;
    const viewId = opened.get(trigger_id) ?? view?.id;
    const ack = acknowledgement?.acked ? ackSchema.safeParse(acknowledgement.body).data : undefined;
    const isAnsweredAtOnce = ack?.response_action === 'errors' || ack?.text !== undefined;
    const answer = answers.find(
      ({ ts, channel: to, ephemeralTo }) =>
        !taken.has(ts) && to === where && ephemeralTo === who && Number(ts) * 1_000 >= since,
    );
    const isAnswered = isAnsweredAtOnce || (viewId ? isFilled(viewId, since) : false);
    const didNotReachUs = acknowledgement?.acked === false && acknowledgement.detail === NO_SOCKET;
    if (!isAnswered && !didNotReachUs && answer) taken.add(answer.ts);
    return {
      what: `${said.actions?.[0]?.action_id ?? said.text ?? said.type ?? 'a click'} of ${who} at ${at}`,
      at: since,
      isAcknowledged: acknowledgement?.acked === true,
      isAnswered: isAnswered || answer !== undefined,
    };
  });
}
