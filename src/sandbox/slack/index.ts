import { Dispatcher } from './delivery.js';
import { describe } from './describe.js';
import { LocalSlack } from './local-slack.js';
import { makeWorkspace } from './make-workspace.js';
import type { LocalSlackOptions } from './options.js';
import { listen } from './server.js';
import { SocketMode } from './socket-mode.js';
import { WebApi } from './web-api/web-api.js';

export type { ChannelRecord } from './channels.js';
export type { Acknowledgement } from './delivery.js';
export type { LocalSlack } from './local-slack.js';
export type { Message } from './messages.js';
export type { LocalSlackOptions } from './options.js';
export type { FilledIn } from './person/filling.js';
export { NotPossible } from './person/not-possible.js';
export type { Person } from './person/person.js';
export type { Modal, Target } from './person/screen.js';
export { asText } from './text.js';
export type { View } from './views.js';

/** Starts a strict stand-in for Slack on 127.0.0.1; resolves when it serves. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { ackDeadlineMs = 3000, patienceMs = 5000 } = options;
  let port = 0;
  const baseUrl = () => `http://127.0.0.1:${port}`;
  const workspace = makeWorkspace(options, baseUrl, () =>
    describe(workspace, dispatcher.deliveries),
  );
  const { identity, clock, changes, faults } = workspace;
  const socketMode = new SocketMode({
    appId: identity.appId,
    ackDeadlineMs,
    clock,
    changes,
    baseUrl: () => `ws://127.0.0.1:${port}`,
  });
  const dispatcher = new Dispatcher(faults, changes, socketMode);
  const closing = new AbortController();
  const urls = { baseUrl, issueSocketUrl: () => socketMode.issueUrl() };
  const webApi = new WebApi(workspace, urls, closing.signal);
  const listening = await listen({ webApi, socketMode, workspace }, options.port ?? 0);
  port = listening.port;
  return new LocalSlack({
    workspace,
    socketMode,
    dispatcher,
    server: listening.server,
    baseUrl: baseUrl(),
    closing,
    ackDeadlineMs,
    patienceMs,
  });
}
