import { bringUpToDate } from './bring-up-to-date.js';
import { ConfigError, readStorage } from './config.js';
import { createLog } from './log.js';
import { secretsIn } from './logging/mask.js';
import { StorageError } from './storage/errors.js';
import { openDatabase } from './storage/open-database.js';

/**
 * `npm run migrate`: the release step. Brings the database of DATABASE_URL up to date before the new
 * replicas start, and while the old ones still run. Exits with 0, or with 1 and a plain word.
 */
try {
  const storage = readStorage(process.env);
  if (storage.kind === 'embedded') {
    say('No DATABASE_URL: the embedded database is brought up to date by the bot as it starts');
  } else {
    const database = await openDatabase(storage, { onLockLost() {}, onConnectionLost() {} });
    try {
      await bringUpToDate(database, createLog('error', secretsIn(process.env)));
    } finally {
      await database.close();
    }
    say('The database is up to date');
  }
} catch (error) {
  const isPlain = error instanceof ConfigError || error instanceof StorageError;
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    isPlain ? `${why}\n` : `The database could not be brought up to date: ${why}\n`,
  );
  process.exitCode = 1;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}
