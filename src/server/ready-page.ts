import type { RequestListener } from 'node:http';
import type { SlackApp } from '../slack/app.js';
import type { DatabaseWatch } from '../storage/database-watch.js';

/** What keeps the bot from serving people just now; nothing where it is ready. */
export function wrongsOf(
  watch: Pick<DatabaseWatch, 'awaySince'>,
  slack: Pick<SlackApp, 'isReachable'>,
): readonly string[] {
  const wrongs: string[] = [];
  if (watch.awaySince !== undefined) {
    wrongs.push(`the database is away since ${new Date(watch.awaySince).toISOString()}`);
  }
  if (!slack.isReachable()) wrongs.push('no socket to Slack is open');
  return wrongs;
}

/** `/readyz`: 200 `ready`, or 503 with what is wrong, a line each. It says nothing of anybody's data. */
export function readyPage(wrongs: () => readonly string[]): RequestListener {
  return (_, response) => {
    const found = wrongs();
    const isReady = found.length === 0;
    response
      .writeHead(isReady ? 200 : 503, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
      .end(`${isReady ? 'ready' : found.join('\n')}\n`);
  };
}
