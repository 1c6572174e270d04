import { createServer, type Server } from 'node:http';
import { bytesOf } from './admission.js';
import { type Premises, serve } from './serve.js';

/** The service's HTTP server, not yet listening. */
export function createOrderServer(premises: Premises): Server {
  return createServer((request, response) => {
    const { method = '', url = '/', headers } = request;
    const incoming = { method, url, headers, bytes: () => bytesOf(request) };
    void serve(premises, { ...incoming, isGone: () => request.destroyed }, response);
  });
}
