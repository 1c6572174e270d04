import { EventEmitter } from 'node:events';
import { messages, type PGlite, protocol } from '@electric-sql/pglite';
import { columnTypes } from '../../../src/storage/column-types.js';
import type { ClientLike, PoolLike } from '../../../src/storage/pglite-pool.js';
import { Turns } from '../../../src/storage/turns.js';
import { type Actor, onBehalfOf } from './ambient.js';

type Query = Parameters<ClientLike['query']>;
type Answer = Awaited<ReturnType<ClientLike['query']>>;

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

interface Prepared {
  readonly name: string;
  readonly columns: readonly Column[];
}

const { serialize } = protocol;
const IN_NO_TRANSACTION = 'I'.charCodeAt(0);

/**
 * PGlite with every statement prepared once: a third of the time of its own `query`, which parses
 * and plans each anew. As the bot's own pool over it: one connection, which a transaction keeps.
 */
export class QuickPool extends EventEmitter implements PoolLike {
  readonly options = { max: 10 };
  readonly #connection: Connection;
  // Nobody is kept waiting by the clock: a transaction takes no time.
  readonly #turns = new Turns<QuickClient>(Number.MAX_SAFE_INTEGER);

  /** `clock`: by whose time Postgres lives now, whoever asks it. */
  constructor(lite: PGlite, clock: () => Actor) {
    super();
    this.#connection = new Connection(lite, clock);
  }

  async connect(): Promise<ClientLike> {
    return new QuickClient(this.#connection, this.#turns);
  }

  async query(...given: Query): Promise<Answer> {
    const client = await this.connect();
    try {
      return await client.query(...given);
    } finally {
      client.release();
    }
  }

  end(): Promise<void> {
    return this.#turns.idle();
  }
}

class QuickClient extends EventEmitter implements ClientLike {
  constructor(
    private readonly connection: Connection,
    private readonly turns: Turns<QuickClient>,
  ) {
    super();
  }

  async query(statement: Query[0], values?: unknown[]): Promise<Answer> {
    const { text, values: given } =
      typeof statement === 'string' ? { text: statement, values } : statement;
    await this.turns.take(this);
    try {
      return this.connection.run(text, given ?? values ?? []);
    } finally {
      if (!this.connection.inTransaction) this.turns.pass(this);
    }
  }

  release(): void {
    if (!this.turns.holds(this)) return;
    if (this.connection.inTransaction) this.connection.run('rollback', []);
    this.turns.pass(this);
  }
}

/** The one connection, spoken to in Postgres' own protocol. */
class Connection {
  readonly #prepared = new Map<string, Prepared>();
  #status = IN_NO_TRANSACTION;

  constructor(
    private readonly lite: PGlite,
    private readonly clock: () => Actor,
  ) {}

  get inTransaction(): boolean {
    return this.#status !== IN_NO_TRANSACTION;
  }

  run(text: string, values: readonly unknown[]): Answer {
    const { name, columns } = this.#prepared.get(text) ?? this.#prepare(text);
    const said = this.#say(
      serialize.bind({ statement: name, values: values.map(asText) }),
      serialize.execute({}),
      serialize.sync(),
    );
    const rows: Record<string, unknown>[] = [];
    let command = '';
    for (const { type, body } of said) {
      if (type === 'D') rows.push(rowOf(body, columns));
      if (type === 'C') command = body.toString('utf8', 0, body.length - 1);
    }
    const count = /\d+$/.exec(command)?.[0];
    return {
      command: command.split(' ')[0] ?? '',
      rowCount: count === undefined ? null : Number(count),
      rows,
      fields: [],
    };
  }

  #prepare(text: string): Prepared {
    const name = `s${this.#prepared.size}`;
    const said = this.#say(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const prepared = { name, columns: said.flatMap(columnsIn) };
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #say(...parts: readonly Uint8Array[]): readonly Said[] {
    const asked = Buffer.concat(parts);
    const answered: Buffer[] = [];
    const onRawData = (bytes: Uint8Array) => answered.push(Buffer.from(bytes));
    // The answer is there when it returns; what it gives back comes later, and is of no use.
    onBehalfOf(this.clock(), undefined, () => {
      void this.lite.execProtocolRawStream(asked, { syncToFs: false, onRawData });
    });
    const answer = Buffer.concat(answered);
    const said: Said[] = [];
    let failure: Error | undefined;
    for (let at = 0; at < answer.length; ) {
      const end = at + 1 + answer.readUInt32BE(at + 1);
      const one = {
        type: String.fromCharCode(answer[at] ?? 0),
        body: answer.subarray(at + 5, end),
      };
      if (one.type === 'Z') this.#status = one.body[0] ?? IN_NO_TRANSACTION;
      if (one.type === 'E') failure = failureIn(answer.subarray(at, end));
      said.push(one);
      at = end;
    }
    if (failure) throw failure;
    return said;
  }
}

/** A message of the server: its type, and what follows its length. */
interface Said {
  readonly type: string;
  readonly body: Buffer;
}

function columnsIn({ type, body }: Said): readonly Column[] {
  if (type !== 'T') return [];
  const columns: Column[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left -= 1) {
    const end = body.indexOf(0, at);
    const read = columnTypes.getTypeParser(body.readUInt32BE(end + 7), 'text');
    columns.push({ name: body.toString('utf8', at, end), read });
    at = end + 19;
  }
  return columns;
}

function rowOf(body: Buffer, columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = 2;
  for (const { name, read } of columns) {
    const length = body.readInt32BE(at);
    at += 4;
    row[name] = length < 0 ? null : read(body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

function failureIn(message: Buffer): Error | undefined {
  let failure: Error | undefined;
  new protocol.Parser().parse(new Uint8Array(message), (one) => {
    if (one instanceof messages.DatabaseError) failure = one;
  });
  return failure;
}

/** As pg writes a value: an array of texts as Postgres' literal of one. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return String(value);
  return `{${value.map((one) => JSON.stringify(String(one))).join(',')}}`;
}
