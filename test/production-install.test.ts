import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts, dependencies } = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/**
 * What runs from `dist/` alone: `npm start`, the release step, the doctor and their like; and what the
 * first of them holds in one file.
 */
const ENTRIES = [
  ...Object.values(scripts).flatMap(
    (script) => /^node (dist\/[\w/-]+\.js)$/.exec(script)?.[1] ?? [],
  ),
  'dist/run.js',
];

/** The packages that the entry and all that it imports ask for, also late (`import()`). */
async function packagesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints: [join(root, entry)], absWorkingDir: root, logLevel: 'silent' },
    ...{ bundle: true, packages: 'external', platform: 'node', format: 'esm' },
    ...{ write: false, metafile: true, outdir: 'out' },
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  const outside = imported.flatMap(({ path, external }) => (external ? [path] : []));
  const names = outside
    .filter((path) => !isBuiltin(path))
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].toSorted();
}

it('The bot, its release step and the doctor run from dist/ alone', () => {
  expect(ENTRIES).toStrictEqual(
    expect.arrayContaining(['dist/main.js', 'dist/migrate.js', 'dist/doctor.js']),
  );
});

it.each(ENTRIES)(
  'With `npm ci --omit=dev` %s has every package that it asks for',
  async (entry) => {
    const lacking = (await packagesOf(entry)).filter((name) => !(name in dependencies));
    expect(lacking).toStrictEqual([]);
  },
);

it('It is seen where a package is for developers alone', async () => {
  expect(await packagesOf('dist/sandbox/main.js')).toContain('ws');
  expect(await packagesOf('dist/run.js')).toContain('@slack/bolt');
});
