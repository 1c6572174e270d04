import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Changes } from './changes.js';
import type { Clock } from './clock.js';
import {
  type Acknowledgement,
  type Delivery,
  notDelivered,
  type Retry,
  type Transport,
  timedOut,
} from './delivery.js';
import { LARGEST_BODY_BYTES } from './loopback.js';

const TICKET_LIFETIME_MS = 30_000;
const PING_INTERVAL_MS = 10_000;
/** How long a socket that was told to disconnect may stay, in ms. */
const REFRESH_GRACE_MS = 100;

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown() });

interface Waiting {
  readonly delivery: Delivery;
  attempt: number;
  reason: string;
  /** The socket that has it now; none while every socket is down. */
  socket: WebSocket | undefined;
  settle(result: Acknowledgement): void;
}

/** Socket Mode: each envelope goes to one socket, and to another one when that socket dies. */
export class SocketMode implements Transport {
  readonly name = 'socket_mode';
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_BODY_BYTES });
  private readonly tickets = new Map<string, number>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** The sockets that take envelopes; the first has waited longest for one. */
  private ready: WebSocket[] = [];

  constructor(
    private readonly settings: {
      readonly appId: string;
      readonly ackDeadlineMs: number;
      readonly clock: Clock;
      readonly changes: Changes;
      /** `ws://host:port`. */
      readonly baseUrl: () => string;
    },
  ) {}

  /** How many sockets take envelopes now. */
  get openSockets(): number {
    return this.ready.length;
  }

  /** A URL that is good for one connection, within 30 s. */
  issueUrl(): string {
    const ticket = randomUUID();
    this.tickets.set(ticket, this.settings.clock());
    return `${this.settings.baseUrl()}/link/?ticket=${ticket}&app_id=${this.settings.appId}`;
  }

  /** Takes a WebSocket in, if its ticket is good. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'ws://localhost');
    if (url.pathname !== '/link/' || !this.takeTicket(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (opened) => this.welcome(opened));
  }

  deliver(
    delivery: Delivery,
    { retry, wrongSignature = false }: { retry?: Retry; wrongSignature?: boolean },
  ): Promise<Acknowledgement> {
    if (wrongSignature) throw new Error('Socket Mode has no signatures: use HTTP mode');
    if (this.ready.length === 0) return Promise.resolve(notDelivered('no socket is open'));
    return new Promise((resolve) => {
      const envelopeId = randomUUID();
      const timer = this.later(this.settings.ackDeadlineMs, () =>
        waiting.settle(timedOut(`no answer within ${this.settings.ackDeadlineMs} ms`)),
      );
      const waiting: Waiting = {
        delivery,
        attempt: retry?.attempt ?? 0,
        reason: retry?.reason ?? '',
        socket: undefined,
        settle: (result) => {
          this.cancel(timer);
          this.waiting.delete(envelopeId);
          resolve(result);
        },
      };
      this.waiting.set(envelopeId, waiting);
      this.send(envelopeId, waiting);
    });
  }

  /** Tells every open socket to reconnect, and closes it a moment later. */
  refresh(
    reason: 'refresh_requested' | 'warning' = 'refresh_requested',
    sockets = this.ready.length,
  ): void {
    for (const socket of this.ready.splice(0, sockets)) {
      const message = { type: 'disconnect', reason, debug_info: { host: 'local' } };
      socket.send(JSON.stringify(message));
      this.later(REFRESH_GRACE_MS, () => socket.close());
    }
    this.settings.changes.happened();
  }

  /** Cuts every connection without a word, as a broken network does. */
  disconnectSockets(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  /** Cuts every connection and gives up what waits for an answer. */
  close(): void {
    for (const waiting of [...this.waiting.values()]) waiting.settle(notDelivered('closed'));
    for (const timer of this.timers) clearTimeout(timer);
    this.disconnectSockets();
    this.server.close();
  }

  private takeTicket(ticket: string): boolean {
    const issuedAt = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return issuedAt !== undefined && this.settings.clock() - issuedAt <= TICKET_LIFETIME_MS;
  }

  private welcome(socket: WebSocket): void {
    const pings = setInterval(() => socket.ping(), PING_INTERVAL_MS).unref();
    socket.on('message', (data) => this.acknowledge(data.toString()));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      this.forget(socket);
    });
    this.ready.push(socket);
    const hello = {
      type: 'hello',
      num_connections: this.ready.length,
      connection_info: { app_id: this.settings.appId },
      debug_info: { host: 'local', approximate_connection_time: 18_060 },
    };
    socket.send(JSON.stringify(hello));
    for (const [envelopeId, waiting] of this.waiting) {
      if (!waiting.socket) this.send(envelopeId, waiting);
    }
    this.settings.changes.happened();
  }

  private acknowledge(text: string): void {
    const parsed = acknowledgement.safeParse(parsedJson(text));
    if (!parsed.success) return;
    const { envelope_id: envelopeId, payload } = parsed.data;
    // An answer after the deadline, or a second one, finds nobody waiting, as in Slack.
    this.waiting.get(envelopeId)?.settle({ acked: true, body: payload ?? {} });
  }

  private forget(socket: WebSocket): void {
    this.ready = this.ready.filter((one) => one !== socket);
    for (const [envelopeId, waiting] of this.waiting) {
      if (waiting.socket !== socket) continue;
      waiting.socket = undefined;
      waiting.attempt += 1;
      waiting.reason = 'timeout';
      this.send(envelopeId, waiting);
    }
    this.settings.changes.happened();
  }

  private send(envelopeId: string, waiting: Waiting): void {
    const socket = this.ready.shift();
    if (!socket) return;
    this.ready.push(socket);
    waiting.socket = socket;
    const { type, payload, acceptsResponse } = waiting.delivery;
    const retries = type === 'events_api' || waiting.attempt > 0;
    const envelope = {
      envelope_id: envelopeId,
      type,
      payload,
      accepts_response_payload: acceptsResponse,
      ...(retries ? { retry_attempt: waiting.attempt, retry_reason: waiting.reason } : {}),
    };
    socket.send(JSON.stringify(envelope));
  }

  private later(ms: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
    return timer;
  }

  private cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.timers.delete(timer);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
