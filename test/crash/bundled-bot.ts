import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The bot with the tests' seams, in one file; this starts it. */
    readonly mortalBot: string;
  }
}

const ENTRY = fixture('bot.mjs');
const QUICK_START = fixture('quick-start.cjs');

/** PGlite reads its files from beside its own. */
const OUTSIDE: Plugin = {
  name: 'outside',
  async resolveId(id, importer) {
    if (!id.startsWith('@electric-sql/pglite')) return undefined;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { id: found.id.replace(/\.js$/, '.cjs'), external: true };
  },
};

/**
 * A start of the bot spends most of its time on reading a thousand files of its packages. It is started
 * some hundred times here, so they are put into one file first: the same code, read at once.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-bundle-'));
  const start = join(folder, 'start.cjs');
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'node',
    plugins: [OUTSIDE],
    logLevel: 'silent',
  });
  await bundle.write({ file: join(folder, 'bot.cjs'), format: 'cjs', codeSplitting: false });
  await bundle.close();
  await copyFile(QUICK_START, start);
  project.provide('mortalBot', start);
  return () => rm(folder, { recursive: true, force: true });
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}
