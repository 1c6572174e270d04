import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Kysely } from 'kysely';
import { DateTime } from 'luxon';
import type { Tables } from '../storage/tables.js';
import type { Exporting } from './arguments.js';
import type { Entry, Head } from './chain.js';
import { writtenHead } from './heads.js';
import { readHead, readTrail } from './read-trail.js';

/** For who exports, and nobody else: notes and user ids stand in the trail. */
const PRIVATE = { mode: 0o600 } as const;

const COLUMNS = [
  ...['seq', 'at', 'time', 'event', 'order_id', 'run_id', 'actor', 'data'],
  ...['previous_hash', 'hash'],
] as const;

/**
 * Writes the entries that are wanted, oldest first, however many there are; gives the head up to which
 * they were read. They go to `stdout`, unless a file is named. The head's file comes last: where it
 * stands, the export is whole.
 */
export async function exportTrail(
  db: Kysely<Tables>,
  { wanted, format, out, headFile }: Exporting,
  stdout: Writable,
): Promise<Head> {
  const head = await readHead(db);
  const entries = readTrail(db, wanted, head.seq);
  const target = out === undefined ? stdout : createWriteStream(out, PRIVATE);
  const end = { end: out !== undefined };
  if (format === 'jsonl') await pipeline(Readable.from(jsonLines(entries)), target, end);
  else await pipeline(Readable.from(rows(entries)), csv(), target, end);
  if (headFile !== undefined) await writeFile(headFile, `${writtenHead(head)}\n`, PRIVATE);
  return head;
}

async function* jsonLines(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const { seq, at, ...entry } of entries) {
    yield `${JSON.stringify({ seq, at, time: timeOf(at), ...entry })}\n`;
  }
}

async function* rows(entries: AsyncIterable<Entry>): AsyncGenerator<object> {
  for await (const entry of entries) {
    yield { ...entry, time: timeOf(entry.at), data: JSON.stringify(entry.data) };
  }
}

/** A spreadsheet must not take a value for a formula: such a one begins with an apostrophe. */
function csv() {
  return stringify({ header: true, columns: [...COLUMNS], escape_formulas: true });
}

/** ISO 8601, UTC; nothing where the time is none. */
function timeOf(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toISO() ?? '';
}
