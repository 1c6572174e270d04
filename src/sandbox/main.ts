import { constants } from 'node:os';
import { tellStory } from './demo/story.js';
import { readFlags, USAGE } from './flags.js';
import { openInBrowser } from './page/open-in-browser.js';
import { servePage } from './page/page.js';
import { Sandbox, SandboxError } from './sandbox.js';
import { play } from './terminal/play.js';

/** A story that takes longer than this did not end as it should. ms */
const DEMO_WITHIN = 58_000;

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    ending.abort();
  });
}
// Whoever read along is gone, `| head` for instance: nobody is left to play for.
process.stdout.on('error', () => {
  process.exitCode ??= 1;
  ending.abort();
});

const asked = readFlags(process.argv.slice(2));
switch (asked.kind) {
  case 'help':
    process.stdout.write(USAGE);
    break;
  case 'unknown':
    process.stderr.write(`${asked.why}\n\n${USAGE}`);
    process.exitCode = 2;
    break;
  case 'page':
    await inSandbox((sandbox) => showPage(sandbox, asked));
    break;
  case 'prompt':
  case 'demo': {
    const { kind } = asked;
    await inSandbox((sandbox) => played(kind, sandbox));
    break;
  }
}

/** Whatever happens, the bot and the services are ended and the data folder is gone. */
async function inSandbox(use: (sandbox: Sandbox) => Promise<number>): Promise<void> {
  let sandbox: Sandbox | undefined;
  if (asked.kind === 'demo') setTimeout(tooLong, DEMO_WITHIN).unref();
  try {
    sandbox = await Sandbox.open();
    const code = await Promise.race([use(sandbox), ended(ending.signal)]);
    process.exitCode ??= code;
  } catch (error) {
    const isExplained = error instanceof SandboxError;
    process.stderr.write(`${isExplained ? error.message : `The sandbox broke: ${error}`}\n`);
    process.exitCode = 1;
  } finally {
    await sandbox?.close();
    process.stdin.destroy();
  }
}

/** Serves the page until somebody ends it; the bot starts in front of the viewer's eyes. */
async function showPage(sandbox: Sandbox, { opens }: { readonly opens: boolean }) {
  const page = await servePage(sandbox);
  process.stdout.write(`The sandbox: ${page.address}\n`);
  if (opens) openInBrowser(page.address);
  void page.keeper.start();
  await ended(ending.signal);
  await page.close();
  return 0;
}

async function played(kind: 'prompt' | 'demo', sandbox: Sandbox): Promise<number> {
  process.stdout.write('Starting a local Slack, a local order service and the bot …\n');
  await sandbox.startBot();
  const { bot, dataDir, slack, orders } = sandbox;
  process.stdout.write(
    `They run: the bot (process ${bot?.pid}, data in ${dataDir}), Slack (${slack.apiUrl}), orders (${orders.baseUrl}).\n`,
  );
  if (kind === 'demo') return tellStory(sandbox);
  const { stdin: input, stdout: output } = process;
  return play(sandbox, { input, output, isTerminal: input.isTTY === true }, ending.signal);
}

function tooLong(): void {
  process.stderr.write(`The story did not end within ${DEMO_WITHIN / 1000} s.\n`);
  process.exitCode = 1;
  ending.abort();
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    if (signal.aborted) resolve(undefined);
  });
}
