import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { type Plugin, rolldown } from 'rolldown';
import type { TestProject } from 'vitest/node';
import { compileForShortLives } from '../acceptance/short-lived.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The bot with the tests' seams, in one file; this starts it. */
    readonly mortalBot: string;
  }
}

const ENTRY = fileURLToPath(new URL('./fixtures/bot.mjs', import.meta.url));
const DIST = new URL('../../dist/', import.meta.url);

/** PGlite reads its files from beside its own. */
const OUTSIDE: Plugin = {
  name: 'outside',
  async resolveId(id, importer) {
    if (!id.startsWith('@electric-sql/pglite')) return undefined;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { id: found.id.replace(/\.js$/, '.cjs'), external: true };
  },
};

/** The bot is made one file as the build makes it one, and started as dist/main.js starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'opsguide-bundle-'));
  const [bot, start] = [join(folder, 'bot.cjs'), join(folder, 'start.mjs')];
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'node',
    plugins: [OUTSIDE],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'cjs', codeSplitting: false });
  await bundle.close();
  const { code } = await transform(output[0].code, { platform: 'node', charset: 'ascii' });
  await writeFile(bot, code);
  await compileForShortLives(bot);
  const compiled = JSON.stringify(new URL('compiled.js', DIST));
  await writeFile(
    start,
    `import { runCompiled } from ${compiled};\nrunCompiled(${JSON.stringify(bot)});\n`,
  );
  project.provide('mortalBot', start);
  return () => rm(folder, { recursive: true, force: true });
}
