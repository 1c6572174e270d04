import { createServer } from 'node:http';
import { settings } from '../config/settings.js';
import { check } from './check.js';
import { type Finding, fail, ok, warn } from './finding.js';
import { reasonOf } from './reason.js';

const ABOUT = 'port';
const TIMEOUT = 3_000;
/** Of a page that is not ours perhaps. */
const SHOWN = 300;

/** Whether the bot can listen, or who does already: a bot that runs is asked how it is. */
export const port = check(
  ABOUT,
  settings.pick({ ...{ PORT: true, HOST: true }, SLACK_APP_TOKEN: true }),
  async ({ PORT, HOST, SLACK_APP_TOKEN: appToken }) => {
    const host = HOST ?? (appToken ? '127.0.0.1' : '0.0.0.0');
    const where = `${PORT} on ${host}`;
    if (PORT === 0) return [ok(ABOUT, 'any free one (PORT is 0)')];
    const error = await errorOfListening(host, PORT);
    if (!error) return [ok(ABOUT, `${where} is free`)];
    const { code, said } = reasonOf(error);
    switch (code) {
      case 'EADDRINUSE':
        return [await whoListens(host, PORT, where)];
      case 'EACCES':
        return [fail(ABOUT, `${where} is not for this user`, 'Take a PORT of 1024 or above')];
      default:
        return [
          fail(ABOUT, `${where} can’t be had: ${said}`, 'Set HOST to an address of this machine'),
        ];
    }
  },
);

/** Listens for a moment, and lets go. */
function errorOfListening(host: string, port: number): Promise<Error | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}

async function whoListens(host: string, port: number, where: string): Promise<Finding> {
  const base = `http://${reachable(host)}:${port}`;
  const other = fail(
    ABOUT,
    `${where} is held by another program`,
    'Set PORT to another, or stop it',
  );
  try {
    const health = await get(`${base}/healthz`);
    // Many a program answers 200 to every path.
    if ((await health.text()) !== 'ok\n') return other;
    const ready = await get(`${base}/readyz`);
    if (ready.ok) return ok(ABOUT, `${where}: a bot runs there, and serves`);
    if (ready.status !== 503) return other;
    const why = (await ready.text()).trim().slice(0, SHOWN);
    return warn(ABOUT, `${where}: a bot runs there, and is not ready: ${why}`, 'See what it logs');
  } catch {
    return other;
  }
}

function get(address: string): Promise<Response> {
  return fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
}

/** «Every address» is one to listen on and none to go to. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
