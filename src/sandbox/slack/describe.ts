import type { Delivered } from './delivery.js';
import { asText } from './text.js';
import type { Names } from './text-of-mrkdwn.js';
import type { Workspace } from './workspace.js';

const LAST_CALLS = 15;

/** The names of everybody and every channel, for drawing text. */
export function namesOf({ people, channels }: Pick<Workspace, 'people' | 'channels'>): Names {
  return {
    person: (id) => people.find(id)?.name,
    channel: (id) => channels.find(id)?.name,
  };
}

/** All there is to see, and what went on last: what a wait that ended in vain shows. */
export function describe(workspace: Workspace, deliveries: readonly Delivered[]): string {
  const names = namesOf(workspace);
  const channels = workspace.channels.all().flatMap(({ id, name }) => {
    const messages = workspace.messages.inChannel(id);
    if (messages.length === 0) return [];
    const drawn = messages.map((message) => {
      const to = message.ephemeralTo ? ` (only to ${message.ephemeralTo})` : '';
      const thread = message.threadTs ? ` (in thread ${message.threadTs})` : '';
      return `${message.ts}${thread}${to}\n${indented(asText(message, names))}`;
    });
    return [`== ${id} ${name} ==`, ...drawn];
  });
  const screens = workspace.people.all().flatMap(({ id, name }) => {
    const view = workspace.views.uppermost(id);
    if (!view) return [];
    return [`== modal of @${name} ==`, asText(view, names, workspace.views.errors(id))];
  });
  const calls = workspace.calls.of().slice(-LAST_CALLS);
  return [
    ...channels,
    ...screens,
    '== last deliveries ==',
    ...deliveries.slice(-LAST_CALLS).map((one) => `${one.type} ${outcomeOf(one)}`),
    '== last calls ==',
    ...calls.map(({ method, status, response }) =>
      [method, status, ...(response?.ok ? [] : [JSON.stringify(response)])].join(' '),
    ),
  ].join('\n');
}

function outcomeOf({ acknowledgement }: Delivered): string {
  if (!acknowledgement) return 'not acknowledged yet';
  return acknowledgement.acked ? 'acknowledged' : acknowledgement.error;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
