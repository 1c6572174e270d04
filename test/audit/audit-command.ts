import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const AUDIT = fileURLToPath(new URL('../../dist/audit.js', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** `npm run audit -- …` as it is built, with these settings and nothing of this shell's. */
export function runAudit(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [AUDIT, ...args], options, (_, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}
