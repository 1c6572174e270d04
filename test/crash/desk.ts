import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import type { Delivered } from '../invariants/evidence.js';

const ticketSchema = z.object({ ticket_id: z.string(), run_id: z.string() });

/** A receiver of tickets (TICKET_WEBHOOK_URL) that takes them, or refuses them while it is told to. */
export class Desk {
  /** What it took. */
  readonly tickets: Delivered[] = [];
  #refuses = false;
  #close: () => Promise<unknown> = async () => undefined;

  static async start(): Promise<Desk & { readonly url: string }> {
    const desk = new Desk();
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(Buffer.from(part));
      const ticket = ticketSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
      if (!desk.#refuses) desk.tickets.push({ ticketId: ticket.ticket_id, runId: ticket.run_id });
      response.writeHead(desk.#refuses ? 400 : 201).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    desk.#close = async () => {
      server.close();
      server.closeAllConnections();
    };
    return Object.assign(desk, { url: `http://127.0.0.1:${port}/tickets` });
  }

  refuse(refuses: boolean): void {
    this.#refuses = refuses;
  }

  async close(): Promise<void> {
    await this.#close();
  }
}
