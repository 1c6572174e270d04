import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * How Node.js runs a bot that lives for some seconds: V8 does not compile what is hot a second time, and
 * better, which is a sixth of their work. For one that has a lot to do it would be twice the work.
 */
export const SHORT_LIVED: readonly string[] = ['--no-opt', '--liftoff-only'];

const DIST = new URL('../../dist/', import.meta.url);

/** What is compiled ahead is bound to V8's flags: compiles a script, or the built bot, under these. */
export async function compileForShortLives(
  script = fileURLToPath(new URL('run.cjs', DIST)),
): Promise<void> {
  const compile = fileURLToPath(new URL('compile.js', DIST));
  await promisify(execFile)(process.execPath, [...SHORT_LIVED, compile, script]);
}
