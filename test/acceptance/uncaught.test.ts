import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const LOG = fileURLToPath(new URL('../../dist/log.js', import.meta.url));
const DIES = {
  'an error that nobody caught': 'setImmediate(() => { throw error; })',
  'a promise that nobody awaited': 'void Promise.reject(error)',
};

it.each(Object.entries(DIES))(
  '%s ends the process with a line, and without its secrets',
  async (_, how) => {
    const script = `
    import { createLog, endWithWord } from ${JSON.stringify(LOG)};
    endWithWord(createLog('info', ['the-token-itself']));
    const config = { headers: { Authorization: 'Bearer the-token-itself' } };
    const error = Object.assign(new Error('broken by the-token-itself'), { config });
    ${how};
    setTimeout(() => undefined, 60_000);`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const ended: unknown = await run.catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    const { stdout } = Object(ended);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ level: 60, code: 'uncaught', err: { message: 'broken by [redacted]' } },
    });
    expect(stdout).not.toContain('the-token-itself');
  },
);
