import { z } from 'zod';
import { method, type WebApiMethod } from './method.js';

/** `apps.connections.open`; `issueUrl` makes a WebSocket URL that is good for one connection. */
export function appsConnectionsOpen(issueUrl: () => string): WebApiMethod {
  return method({
    name: 'apps.connections.open',
    token: 'app',
    scopes: [],
    args: z.strictObject({}),
    run: () => ({ url: issueUrl() }),
  });
}
