import { EventEmitter } from 'node:events';
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { LiteConnection, Statement, StatementResult } from './lite-connection.js';
import type { Turns } from './turns.js';

/** One client of the pool over PGlite: its statements in their order, its transaction, its channels. */
export class PgliteClient extends EventEmitter {
  readonly #connection: LiteConnection;
  readonly #turns: Turns<PgliteClient>;
  readonly #listening: Set<PgliteClient>;
  readonly #channels = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #released = false;

  constructor(
    connection: LiteConnection,
    turns: Turns<PgliteClient>,
    listening: Set<PgliteClient>,
  ) {
    super();
    this.#connection = connection;
    this.#turns = turns;
    this.#listening = listening;
  }

  /** As pg: without values several statements may stand in one text, and the last one's result counts. */
  query(statement: string | Statement, values?: unknown[]): Promise<StatementResult> {
    if (this.#released) return Promise.reject(new Error('Client was released to the pool'));
    const { text, values: given } =
      typeof statement === 'string' ? { text: statement, values } : statement;
    const result = this.#last.then(() => this.#run(text, given ?? values ?? []));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Gives the client back: what it left in a transaction is rolled back, its channels are left. */
  release(_error?: Error | boolean): void {
    if (this.#released) {
      throw new Error('Release called on client which has already been released to the pool.');
    }
    this.#released = true;
    this.#listening.delete(this);
    this.#last = this.#last.then(() => this.#leave());
  }

  /** Told by the pool for every notification that arrives. */
  notified(channel: string, payload: string): void {
    if (this.#channels.has(channel)) {
      this.emit('notification', { processId: 0, channel, payload });
    }
  }

  async #run(text: string, values: unknown[]): Promise<StatementResult> {
    await this.#turns.take(this);
    try {
      // PGlite computes on our own event loop: without this the rest of the process starves.
      await eventLoopTurn();
      const result = await this.#connection.run(text, values);
      this.#followChannels(text);
      return result;
    } finally {
      if (!this.#connection.inTransaction()) this.#turns.pass(this);
    }
  }

  async #leave(): Promise<void> {
    try {
      if (this.#turns.holds(this) && this.#connection.inTransaction()) {
        await this.#connection.run('ROLLBACK', []);
      }
    } catch {
      // The database itself is gone; whoever runs the next statement is told.
    } finally {
      this.#turns.pass(this);
    }
  }

  #followChannels(text: string): void {
    const [, verb, quoted, plain] =
      /^\s*(listen|unlisten)\s+(?:"([^"]+)"|([\w*]+))\s*;?\s*$/i.exec(text) ?? [];
    if (verb === undefined) return;
    const channel = quoted ?? plain?.toLowerCase() ?? '';
    if (verb.toLowerCase() === 'listen') this.#channels.add(channel);
    else if (channel === '*') this.#channels.clear();
    else this.#channels.delete(channel);
    if (this.#channels.size > 0) this.#listening.add(this);
    else this.#listening.delete(this);
  }
}
