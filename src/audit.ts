import { type Asked, readArguments, USAGE, UsageError } from './audit/arguments.js';
import { exportTrail } from './audit/export.js';
import { lineOf } from './audit/finding.js';
import { writtenHead } from './audit/heads.js';
import type { Verified } from './audit/inspection.js';
import { NoTrailError, withTrail } from './audit/open-trail.js';
import { readHead } from './audit/read-trail.js';
import { verify } from './audit/verify.js';
import { ConfigError, readStorage } from './config.js';
import { StorageError } from './storage/errors.js';

/**
 * `npm run audit -- verify | head | export`: reads the audit trail of the bot's database, and writes
 * nothing there (docs/audit.md). Exits with 0, with 1 where the trail was tampered with, and with 2
 * where it could not be read or the arguments make no sense.
 */
try {
  process.exitCode = await answer(readArguments(process.argv.slice(2)));
} catch (error) {
  // Who reads no further wants to hear no more either.
  if (!isBrokenPipe(error)) complain(sayableOf(error));
  process.exitCode = 2;
}

async function answer(asked: Asked): Promise<0 | 1> {
  if (asked.command === 'help') {
    say(USAGE);
    return 0;
  }
  return withTrail(readStorage(process.env), async (db) => {
    switch (asked.command) {
      case 'head':
        say(writtenHead(await readHead(db)));
        return 0;
      case 'verify':
        return told(await verify(db, asked.heads));
      case 'export':
        complain(`head ${writtenHead(await exportTrail(db, asked.exporting, process.stdout))}`);
        return 0;
    }
  });
}

function told({ count, head, findings, more }: Verified): 0 | 1 {
  for (const finding of findings) say(lineOf(finding));
  if (more > 0) say(`and ${more} more`);
  const entries = `${count} ${count === 1 ? 'entry' : 'entries'}, head ${writtenHead(head)}`;
  say(findings.length === 0 ? `The trail is whole: ${entries}` : `The trail is BROKEN: ${entries}`);
  return findings.length === 0 ? 0 : 1;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

function complain(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** Errors of ours are written for people; others say what they can. */
function sayableOf(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`;
  const isPlain =
    error instanceof ConfigError || error instanceof StorageError || error instanceof NoTrailError;
  const why = error instanceof Error ? error.message : String(error);
  return isPlain ? why : `The audit trail could not be read: ${why}`;
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
