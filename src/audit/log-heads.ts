import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Tables } from '../storage/tables.js';
import { writtenHead } from './heads.js';
import { readHead } from './read-trail.js';

/** ms */
const EVERY = 60_000;

/**
 * Writes the trail's head to the log now and every minute: where logs are kept out of the reach of the
 * database's owner, `verify --head` finds a cut or rewritten trail by them. Gives what ends it.
 */
export function logHeads(db: Kysely<Tables>, log: Logger): () => void {
  let isOver = false;
  const logHead = async () => {
    try {
      const head = await readHead(db);
      log.info({ event: 'audit_head', ...head, head: writtenHead(head) }, 'audit head');
    } catch (error) {
      if (isOver) return;
      log.warn({ err: error, code: 'database_unavailable' }, 'the audit head could not be read');
    }
  };
  void logHead();
  const timer = setInterval(logHead, EVERY);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
