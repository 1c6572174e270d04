import type { Message } from './messages.js';
import type { Workspace } from './workspace.js';

/** A message in the shape of Slack's answers and payloads. */
export function messageOnTheWire(message: Message, { identity }: Workspace) {
  const byBot = message.user === identity.botUserId;
  return {
    type: 'message',
    user: message.user,
    ...(byBot ? { bot_id: identity.botId, app_id: identity.appId } : {}),
    ts: message.ts,
    text: message.text,
    team: identity.teamId,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
  };
}
