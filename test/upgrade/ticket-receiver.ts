import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** Receives tickets at a TICKET_WEBHOOK_URL; how it answers can be changed at any time. */
export interface TicketReceiver {
  readonly url: string;
  /** An HTTP status, or no answer at all. */
  answers: number | 'never';
  /** The bodies that were taken, by the ticket's id. */
  taken(): ReadonlyMap<string, readonly string[]>;
  /** How many deliveries came in, taken or not. */
  calls(): number;
  close(): Promise<void>;
}

export async function startDesk(): Promise<TicketReceiver> {
  const taken = new Map<string, string[]>();
  const open = new Set<ServerResponse>();
  let calls = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    calls += 1;
    if (desk.answers === 'never') return void open.add(response);
    if (desk.answers < 300) {
      const id = String(request.headers['x-idempotency-key']);
      taken.set(id, [...(taken.get(id) ?? []), Buffer.concat(parts).toString('utf8')]);
    }
    return void response.writeHead(desk.answers).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  const desk: TicketReceiver = {
    url: `http://127.0.0.1:${address.port}/tickets`,
    answers: 201,
    taken: () => taken,
    calls: () => calls,
    async close() {
      for (const response of open) response.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return desk;
}
