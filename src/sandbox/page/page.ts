import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { CAST } from '../cast.js';
import { type Sandbox, SandboxError } from '../sandbox.js';
import { builtPage } from './assets.js';
import { Guard } from './guard.js';
import { Keeper } from './keeper.js';
import { Live } from './live.js';
import { readManifest } from './manifest.js';
import { ReadMarks } from './read-marks.js';
import { createPageServer } from './server.js';

/** As long as a timer can wait. ms */
const FOREVER = 2 ** 31 - 1;

/** The sandbox's page, being served. */
export interface Page {
  /** On the loopback, with the token without which nothing is answered. */
  readonly address: string;
  /** Starts, kills and starts again the app's process. */
  readonly keeper: Keeper;
  close(): Promise<void>;
}

/**
 * Serves a sandbox as a page; the bot is not started. It ends before the sandbox does.
 * @throws SandboxError where the page is not built
 */
export async function servePage(sandbox: Sandbox): Promise<Page> {
  const assets = await builtPage();
  if (!assets.has('index.html')) {
    throw new SandboxError('The page is not built: run `npm run build` first.');
  }
  const installed = await readManifest();
  introduce(sandbox);
  const live = new Live();
  const changed = () => live.changed();
  const keeper = new Keeper(sandbox, changed);
  const world = { sandbox, keeper, installed, marks: new ReadMarks(), changed };
  const token = randomBytes(24).toString('base64url');
  let guard = new Guard(0, token);
  const server = createPageServer({ world, assets, live, guard: () => guard });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP address');
  guard = new Guard(address.port, token);
  void follow((look) => sandbox.slack.until(look, { withinMs: FOREVER }), changed);
  void follow((look) => sandbox.orders.until(look, { withinMs: FOREVER }), changed);
  return {
    address: `http://127.0.0.1:${address.port}/${token}/`,
    keeper,
    async close() {
      live.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Everybody has a direct message with everybody else, and with the app. */
function introduce({ slack }: Sandbox): void {
  for (const [place, one] of CAST.entries()) {
    void slack.person(one.id).directMessage;
    for (const other of CAST.slice(place + 1)) slack.directMessageOf(one.id, other.id);
  }
}

/** Tells of each change, until what is followed is closed. */
async function follow(
  until: (look: () => boolean) => Promise<unknown>,
  changed: () => void,
): Promise<void> {
  for (;;) {
    let looks = 0;
    // The first look is made at once, each other at a change.
    const isChange = () => {
      looks += 1;
      return looks > 1;
    };
    try {
      await until(isChange);
    } catch {
      return;
    }
    changed();
  }
}
