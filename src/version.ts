import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({ version: z.string() });

/** The version that runs, as package.json has it; `unknown` where that was not brought along. */
export function versionOf(): string {
  try {
    const file = new URL('../package.json', import.meta.url);
    return packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  } catch {
    return 'unknown';
  }
}
