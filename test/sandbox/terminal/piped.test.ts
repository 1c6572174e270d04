import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyOfDist, runSandbox } from '../run-sandbox.js';

const PATIENT = 120_000;

/** Somewhere that no setting may lead to; counts who comes. */
async function somewhereElse() {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}`;
  return { url, host: `127.0.0.1:${port}`, visits: () => visits };
}

describe('npm run sandbox, with lines piped in', () => {
  it(
    'plays them one after the other, and nothing of the person’s shell reaches the bot',
    async () => {
      const elsewhere = await somewhereElse();
      const dist = await copyOfDist();
      const started = join(dist, 'started.txt');
      const recorder = join(dist, 'recorder.mjs');
      await writeFile(
        recorder,
        `import { appendFileSync } from 'node:fs';
         appendFileSync(${JSON.stringify(started)}, process.argv[1] + '\\n');`,
      );
      const { code, out, errors, leftovers } = await runSandbox(['--terminal'], {
        env: {
          SLACK_API_URL: `${elsewhere.url}/api/`,
          SLACK_BOT_TOKEN: 'xoxb-real',
          ORDER_API_URL: elsewhere.url,
          ORDER_API_TOKEN: 'real',
          DATABASE_URL: `postgres://user:secret@${elsewhere.host}/db`,
          HTTP_PROXY: elsewhere.url,
          HTTPS_PROXY: elsewhere.url,
          TICKET_WEBHOOK_URL: elsewhere.url,
          PAUSED: 'true',
          CANCEL_ROLES: 'nobody',
          NODE_OPTIONS: `--import=${pathToFileURL(recorder)}`,
        },
        lines: [
          '# two requests, and the older one is confirmed by somebody else',
          '/cancel-order ORD-1013',
          'fill notify=no',
          'submit notes="for a test"',
          'close',
          '/cancel-order ORD-1014',
          'submit',
          'be bob',
          'press Confirm ORD-1014',
          'wait ORD-1014 "every post-check"',
          'kill',
          'press confirm ORD-1013',
          'wait ORD-1013 "every post-check"',
          'thread ORD-1013',
          'go dm',
          '/cancel-order list',
          'fault next-500',
          'fault off',
          'orders',
          'calls ORD-1013',
          'quit',
          'this is never read',
        ],
      });
      expect(errors).toBe('');
      expect(out).not.toMatch(/^!/m);
      expect(code).toBe(0);
      expect(leftovers).toStrictEqual([]);

      expect(elsewhere.visits()).toBe(0);
      expect((await readFile(started, 'utf8')).trim().split('\n')).toStrictEqual([
        join(process.cwd(), 'dist/sandbox/main.js'),
      ]);

      expect(out).toContain('alice #shop-floor> submit notes="for a test"');
      expect(out).toMatch(/┌ modal of alice, filled in\n│ .*\n│ Notifications.*\[ \] Notify/);
      expect(out).toMatch(
        /#shop-floor, OpsGuide, edited\n│ # Cancel ORD-1014\n│ ✅ The order is cancelled/,
      );
      expect(out).toMatch(
        /thread of «Cancel ORD-1013»\n│ @alice @bob The order is cancelled, and verified by every post-check/,
      );
      expect(out).toMatch(/kill\n· the bot is killed/);
      expect(out).toMatch(/direct message of bob, OpsGuide, only bob sees this\n│ Cancellations/);
      expect(out).toMatch(/^ORD-1013 +cancelled .*cancellation by bob@example.com$/m);
      expect(out).toMatch(/^ORD-1014 +cancelled .*cancellation by bob@example.com$/m);
      expect(out).toMatch(/POST +\/api\/v2\/orders\/ORD-1013\/cancel +202 +bob\S+ +[\da-f-]{36}$/m);
      expect(out).not.toContain('never read');
    },
    PATIENT,
  );

  it(
    'says plainly what is not possible, goes on, and ends with 1',
    async () => {
      const { code, out, errors, leftovers } = await runSandbox(['--terminal'], {
        lines: [
          'confirm',
          'submit',
          'be mallory',
          'be eve',
          'go order-ops',
          'fault nonsense',
          '/cancel-order ORD-1001',
          'submit',
          'fill notes',
          'say "half',
          'thread ORD-1001',
          'look',
        ],
      });
      expect(code).toBe(1);
      expect(errors).toBe('');
      expect(out).toContain('! There is no word «confirm»: `help` lists them.');
      expect(out).toContain('! alice has no modal open.');
      expect(out).toContain('! Be whom? There are alice (ops_engineer), bob (order_admin), eve');
      expect(out).toContain('! eve is not in #order-ops.');
      expect(out).toContain('! There is no fault «nonsense»');
      expect(out).toMatch(/eve #shop-floor> submit\n! There is no submit button/);
      expect(out).toContain('! «notes» is no name=value');
      expect(out).toContain('! A quote is never closed.');
      expect(out).toContain('! eve sees no card of ORD-1001.');
      expect(out).toMatch(/look\n┌ modal of eve\n(│ .*\n)+.*not_entitled/);
      expect(out).not.toMatch(/^\s+at .*:\d+/m);
      expect(leftovers).toStrictEqual([]);
    },
    PATIENT,
  );

  it(
    'leaves neither process nor folder behind at SIGTERM',
    async () => {
      const { code, out, leftovers } = await runSandbox(['--terminal'], { signal: 'SIGTERM' });
      expect(out).toMatch(/process \d+, data in /);
      expect(code).toBe(143);
      expect(leftovers).toStrictEqual([]);
    },
    PATIENT,
  );

  it('asks for a build where there is none', async () => {
    const dist = await copyOfDist();
    await rm(join(dist, 'main.js'));
    const { code, errors } = await runSandbox(['--terminal'], { dist });
    expect(errors).toBe('The bot is not built: run `npm run build` first.\n');
    expect(code).toBe(1);
  });

  it('tells its usage, and what it does not know', async () => {
    const help = await runSandbox(['--help']);
    expect(help).toMatchObject({ code: 0, errors: '' });
    expect(help.out).toContain('npm run sandbox -- --demo');
    const unknown = await runSandbox(['--dmeo']);
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.errors).toMatch(/'--dmeo'[\s\S]*Usage: npm run sandbox/);
  });
});
