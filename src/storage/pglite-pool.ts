import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';
import { LiteConnection, type Statement, type StatementResult } from './lite-connection.js';
import { PgliteClient } from './pglite-client.js';
import { Turns } from './turns.js';

/** The part of `pg.Pool` that DBOS and Kysely use; `pg.Pool` itself fits it. */
export interface PoolLike extends EventEmitter {
  readonly options: { readonly max: number };
  connect(): Promise<ClientLike>;
  query(statement: string | Statement, values?: unknown[]): Promise<StatementResult>;
  end(): Promise<void>;
}

/** The part of `pg.PoolClient` that they use. */
export interface ClientLike extends EventEmitter {
  query(statement: string | Statement, values?: unknown[]): Promise<StatementResult>;
  release(error?: Error | boolean): void;
}

/**
 * A pool over one in-process PGlite, which is one connection. Any number of clients may be out; their
 * statements run one at a time, first come first served, and a transaction keeps the others waiting
 * until it ends. So a transaction must never wait for a statement of another client: after
 * `patience` ms (30 s) the waiting one fails with pg's own «timeout exceeded when trying to
 * connect», which DBOS tries again.
 */
export class PglitePool extends EventEmitter implements PoolLike {
  /** What DBOS halves for its polls; there is no limit on clients here. */
  readonly options = { max: 10 };
  readonly #connection: LiteConnection;
  readonly #turns: Turns<PgliteClient>;
  readonly #listening = new Set<PgliteClient>();
  #ended = false;

  constructor(lite: PGlite, { patience = 30_000 }: { patience?: number } = {}) {
    super();
    this.#turns = new Turns(patience);
    this.#connection = new LiteConnection(lite, (channel, payload) => {
      for (const client of this.#listening) client.notified(channel, payload);
    });
  }

  async connect(): Promise<PgliteClient> {
    if (this.#ended) throw new Error('Cannot use a pool after calling end on the pool');
    return new PgliteClient(this.#connection, this.#turns, this.#listening);
  }

  async query(statement: string | Statement, values?: unknown[]): Promise<StatementResult> {
    const client = await this.connect();
    try {
      return await client.query(statement, values);
    } finally {
      client.release();
    }
  }

  /** Takes no more, and waits until what was taken has ended. May be called again. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#turns.idle();
  }
}
