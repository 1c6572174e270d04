import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { columnTypes } from './column-types.js';
import { LiteSocket } from './lite-socket.js';

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

/** A text that comes again is prepared; of so many, for each takes memory for as long as the bot runs. */
const MOST_PREPARED = 500;

/** A name is one for all connections: two of them to one PGlite speak to the same Postgres. */
let named = 0;

/**
 * The one connection to PGlite, spoken to by pg's own client: values, columns and errors are the same as on
 * PostgreSQL. To parse a statement costs more here than to run it, so what comes again is prepared.
 */
export class LiteConnection {
  readonly #lite: PGlite;
  readonly #client: pg.Client;
  /** The texts that came, each with its name from the second time on. */
  readonly #texts = new Map<string, string | undefined>();

  /** `notified` is told of every notification that arrives. */
  constructor(lite: PGlite, notified: (channel: string, payload: string) => void) {
    this.#lite = lite;
    this.#client = new pg.Client({
      ...{ stream: () => new LiteSocket(lite), types: columnTypes },
      ...{ user: 'postgres', database: 'postgres' },
    });
    this.#client.on('notification', ({ channel, payload = '' }) => notified(channel, payload));
    // Whoever runs a statement is told of it.
    this.#client.on('error', () => undefined);
    this.#client.connect().catch(() => undefined);
  }

  /** As pg: without values several statements may stand in one text, and the last one's result counts. */
  async run(text: string, values: unknown[]): Promise<StatementResult> {
    const result = await this.#client.query<Record<string, unknown>>(
      values.length > 0 ? { text, values, name: this.#nameOf(text) } : text,
    );
    return [result].flat().at(-1) ?? result;
  }

  /** Whether a transaction was begun that has not ended. */
  inTransaction(): boolean {
    return !this.#lite.closed && this.#lite.isInTransaction();
  }

  #nameOf(text: string): string | undefined {
    const name = this.#texts.get(text);
    if (name !== undefined) return name;
    if (!this.#texts.has(text)) {
      if (this.#texts.size < MOST_PREPARED) this.#texts.set(text, undefined);
      return undefined;
    }
    named += 1;
    this.#texts.set(text, `s${named}`);
    return this.#texts.get(text);
  }
}
