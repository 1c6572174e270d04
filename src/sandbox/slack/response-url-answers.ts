import { z } from 'zod';
import { messageBlocks, messageText } from './block-kit/message-content.js';
import { asSlackMessages } from './block-kit/refusals.js';
import { Refusal } from './refusal.js';
import type { ResponseTarget } from './response-urls.js';
import { flag } from './web-api/arguments.js';
import type { Workspace } from './workspace.js';

const answer = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
});

/**
 * Takes an answer posted to a `response_url`.
 * @throws Refusal `used_url`, `expired_url`, `invalid_payload`, or what is wrong with the message
 */
export function takeAnswer(
  id: string,
  body: Readonly<Record<string, unknown>>,
  workspace: Workspace,
): void {
  const target = workspace.responseUrls.target(id);
  carryOut(body, target, workspace);
  workspace.responseUrls.countUse(id);
}

/** Carries out what an answer says, from a `response_url` or in the acknowledgement of a command. */
export function carryOut(
  body: Readonly<Record<string, unknown>>,
  { userId, channel, original }: ResponseTarget,
  { messages, identity }: Workspace,
): void {
  const parsed = z.safeParse(answer, body, { reportInput: true });
  if (!parsed.success) throw new Refusal('invalid_payload', asSlackMessages(parsed.error, ''));
  const said = parsed.data;
  const present = original && messages.find(original.channel, original.ts);
  if (said.delete_original) {
    if (present) messages.remove(present);
    return;
  }
  const content = { blocks: messageBlocks(said.blocks ?? []), text: messageText(said.text) };
  if (said.replace_original && present) {
    messages.edit(present, content);
    return;
  }
  messages.post({
    channel,
    user: identity.botUserId,
    ...content,
    ...(said.thread_ts ? { threadTs: said.thread_ts } : {}),
    ...(said.response_type === 'ephemeral' ? { ephemeralTo: userId } : {}),
  });
}
