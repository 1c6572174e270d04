import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setImmediate as eventLoopTurn } from 'node:timers/promises';

/** What Postgres keeps its rows and their fate in. Settings may be edited while it is stopped. */
const CONTENTS = ['base', 'global', 'pg_multixact', 'pg_xact'];
/** After a clean end nothing of it is read but one record, which Postgres checks by itself. */
const SIZES = ['pg_wal'];
const PIECE = 1 << 20;

/**
 * A print of a database folder that nobody has open: it changes with every file that is missing,
 * cut off, left over or of another moment. Reads all of it, about 0.3 s for 100 MB.
 */
export async function printOf(folder: string): Promise<string> {
  const print = createHash('sha256');
  for (const [parts, content] of [[CONTENTS, true] as const, [SIZES, false] as const]) {
    for (const path of (
      await Promise.all(parts.map((part) => filesIn(join(folder, part))))
    ).flat()) {
      const { size } = await stat(path);
      print.update(`${relative(folder, path)}\n${size}\n`);
      if (content) addContent(print, path);
    }
  }
  return print.digest('hex');
}

async function filesIn(folder: string): Promise<string[]> {
  // The lock of DATA_DIR shows signs of life meanwhile.
  await eventLoopTurn();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** In one go: a thousand small files take five times as long when each is waited for. */
function addContent(print: Hash, path: string): void {
  const piece = Buffer.alloc(PIECE);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      print.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}
