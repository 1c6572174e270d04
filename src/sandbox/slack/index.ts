import { Dispatcher, type Transport } from './delivery.js';
import { describe } from './describe.js';
import { answerAt, type Knock } from './doors.js';
import { LocalSlack } from './local-slack.js';
import { makeWorkspace } from './make-workspace.js';
import type { LocalSlackOptions } from './options.js';
import { listen } from './server.js';
import { SocketMode } from './socket-mode.js';
import { type Reply, WebApi } from './web-api/web-api.js';

export type { ChannelRecord } from './channels.js';
export type { Acknowledgement, Delivery, Transport } from './delivery.js';
export type { Knock } from './doors.js';
export type { LocalSlack } from './local-slack.js';
export type { Message } from './messages.js';
export type { LocalSlackOptions } from './options.js';
export type { FilledIn } from './person/filling.js';
export { NotPossible } from './person/not-possible.js';
export type { Person } from './person/person.js';
export type { Modal, Target } from './person/screen.js';
export { asText } from './text.js';
export type { View } from './views.js';
export type { Reply } from './web-api/web-api.js';

/** Starts a strict stand-in for Slack on 127.0.0.1; resolves when it serves. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  let port = 0;
  const parts = partsOf(options, {
    baseUrl: () => `http://127.0.0.1:${port}`,
    socketUrl: () => `ws://127.0.0.1:${port}`,
  });
  const listening = await listen(parts, options.port ?? 0);
  port = listening.port;
  const { server } = listening;
  return new LocalSlack({ ...parts, server, baseUrl: `http://127.0.0.1:${port}` });
}

/** Opens the same without a server: the app calls `knock`, and is reached through `serveThrough`. */
export function openLocalSlack(options: Omit<LocalSlackOptions, 'port'> = {}): {
  readonly slack: LocalSlack;
  knock(knock: Knock): Promise<Reply>;
  serveThrough(transport: Transport): void;
} {
  const baseUrl = 'http://slack.invalid';
  const parts = partsOf(options, { baseUrl: () => baseUrl, socketUrl: () => 'ws://slack.invalid' });
  return {
    slack: new LocalSlack({ ...parts, baseUrl }),
    knock: (knock) => answerAt(parts, knock),
    serveThrough: (transport) => parts.dispatcher.use(transport),
  };
}

function partsOf(
  options: LocalSlackOptions,
  { baseUrl, socketUrl }: { readonly baseUrl: () => string; readonly socketUrl: () => string },
) {
  const { ackDeadlineMs = 3000, patienceMs = 5000 } = options;
  const workspace = makeWorkspace(options, baseUrl, () =>
    describe(workspace, dispatcher.deliveries),
  );
  const { identity, clock, changes, faults } = workspace;
  const { appId } = identity;
  const socketMode = new SocketMode({ appId, ackDeadlineMs, clock, changes, baseUrl: socketUrl });
  const dispatcher = new Dispatcher(faults, changes, socketMode, clock);
  const closing = new AbortController();
  const urls = { baseUrl, issueSocketUrl: () => socketMode.issueUrl() };
  const webApi = new WebApi(workspace, urls, closing.signal);
  return { workspace, socketMode, dispatcher, webApi, closing, ackDeadlineMs, patienceMs };
}
