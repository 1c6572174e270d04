import { stateValues } from '../block-kit/state-values.js';
import { nameInPayloads } from '../channels.js';
import { messageOnTheWire } from '../message-on-the-wire.js';
import type { Message } from '../messages.js';
import type { PersonRecord } from '../people.js';
import type { View } from '../views.js';
import type { Workspace } from '../workspace.js';
import { actor, installation } from './common.js';

/** What somebody did with an element: its `action_id`, `block_id`, `type` and value. */
export type Action = Readonly<Record<string, unknown>>;

/** The payload of an action in a message; issues its `trigger_id` and its `response_url`. */
export function messageActionPayload(
  person: PersonRecord,
  message: Message,
  action: Action,
  workspace: Workspace,
) {
  const { identity, channels, triggers, responseUrls } = workspace;
  const channel = channels.get(message.channel);
  const isEphemeral = message.ephemeralTo !== undefined;
  return {
    type: 'block_actions',
    ...installation(identity),
    user: actor(person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: channel.id, name: nameInPayloads(channel) },
    // Slack keeps no ephemeral messages, so it can't show one again.
    ...(isEphemeral ? {} : { message: messageOnTheWire(message, workspace) }),
    state: { values: stateValues(message.blocks) },
    trigger_id: triggers.issue(person.id),
    response_url: responseUrls.issue({
      userId: person.id,
      channel: channel.id,
      original: message,
    }),
    actions: [action],
  };
}

/** The payload of an action in a modal or in App Home; issues its `trigger_id`. */
export function viewActionPayload(
  person: PersonRecord,
  view: View,
  action: Action,
  { identity, triggers }: Workspace,
) {
  return {
    type: 'block_actions',
    ...installation(identity),
    user: actor(person),
    container: { type: 'view', view_id: view.id },
    trigger_id: triggers.issue(person.id),
    view,
    actions: [action],
  };
}
