import { EventEmitter } from 'node:events';
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { PGlite, Results } from '@electric-sql/pglite';
import type { Turns } from './turns.js';

/** A statement as pg takes it. */
export interface Statement {
  readonly text: string;
  readonly values?: unknown[];
}

/** What pg answers, as far as it is used. */
export interface StatementResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: Record<string, unknown>[];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** One client of the pool over PGlite: its statements in their order, its transaction, its channels. */
export class PgliteClient extends EventEmitter {
  readonly #lite: PGlite;
  readonly #turns: Turns<PgliteClient>;
  readonly #listening: Set<PgliteClient>;
  readonly #channels = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #released = false;

  constructor(lite: PGlite, turns: Turns<PgliteClient>, listening: Set<PgliteClient>) {
    super();
    this.#lite = lite;
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
      const result = values.length
        ? await this.#lite.query<Record<string, unknown>>(text, values)
        : (await this.#lite.exec(text)).at(-1);
      this.#followChannels(text);
      return answer(result);
    } catch (error) {
      throw withoutValues(error);
    } finally {
      if (!this.#inTransaction()) this.#turns.pass(this);
    }
  }

  async #leave(): Promise<void> {
    try {
      if (this.#turns.holds(this) && this.#inTransaction()) await this.#lite.exec('ROLLBACK');
    } catch {
      // The database itself is gone; whoever runs the next statement is told.
    } finally {
      this.#turns.pass(this);
    }
  }

  #inTransaction(): boolean {
    return !this.#lite.closed && this.#lite.isInTransaction();
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

/** PGlite's errors carry the statement and its values, pg's don't; what is logged must hold neither. */
function withoutValues(error: unknown): unknown {
  if (error instanceof Error) {
    for (const name of ['query', 'params', 'queryOptions']) Reflect.deleteProperty(error, name);
  }
  return error;
}

function answer(result: Results<Record<string, unknown>> | undefined): StatementResult {
  return {
    command: result?.command ?? '',
    rowCount: result?.rowCount ?? null,
    rows: result?.rows ?? [],
    fields: result?.fields ?? [],
  };
}
