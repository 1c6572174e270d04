import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

interface Choices {
  /** The folder that holds `sandbox/main.js`. */
  readonly dist?: string;
  /** What is piped in, and then ended. */
  readonly lines?: readonly string[];
  /** Sent as soon as the prompt or the page is there, with the input left open. */
  readonly signal?: NodeJS.Signals;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built sandbox to its end. */
export async function runSandbox(args: readonly string[], choices: Choices = {}) {
  const { dist = 'dist', lines = [], signal, env = {} } = choices;
  const child = spawn(process.execPath, [join(dist, 'sandbox/main.js'), ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (signal && /You are alice|The sandbox: /.test(out)) child.kill(signal);
  });
  if (!signal) child.stdin.end(lines.join('\n'));
  await once(child, 'close');
  return { code: child.exitCode, out, errors, leftovers: leftovers(out) };
}

/** What of the bot that the sandbox spoke of is still there. */
function leftovers(out: string): string[] {
  const [, pid, dataDir] = /\(process (\d+), data in ([^)]+)\)/.exec(out) ?? [];
  return [
    ...(pid && isAlive(Number(pid)) ? [`process ${pid}`] : []),
    ...(dataDir && existsSync(dataDir) ? [dataDir] : []),
  ];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A copy of what was built, to take something away from or to break; gone when the test ends. */
export async function copyOfDist(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-dist-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp('dist', join(folder, 'dist'), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await copyFile('package.json', join(folder, 'package.json'));
  return join(folder, 'dist');
}
