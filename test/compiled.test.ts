import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const run = promisify(execFile);

describe('A script that was compiled ahead', () => {
  let folder: string;
  let script: string;
  let start: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opsguide-compiled-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    const place = await mkdtemp(join(folder, 'one-'));
    script = join(place, 'script.cjs');
    start = join(place, 'start.mjs');
    await writeFile(script, says('the first'));
    const compiled = JSON.stringify(pathToFileURL(join(DIST, 'compiled.js')));
    await writeFile(
      start,
      `import { runCompiled } from ${compiled};\nrunCompiled(${JSON.stringify(script)});\n`,
    );
    await run(process.execPath, [join(DIST, 'compile.js'), script]);
  });

  const says = (words: string) =>
    `console.log(${JSON.stringify(words)}, require('node:path').basename(__filename), module.exports === exports);`;
  const started = async (...flags: string[]) =>
    (await run(process.execPath, [...flags, start])).stdout.trim();
  const compiledIn = async () => {
    const files = await readdir(join(script, '..'));
    return files.filter((name) => name.startsWith('script.cjs.'));
  };

  it('runs as any other', async () => {
    expect(await compiledIn()).toHaveLength(1);
    expect(await started()).toBe('the first script.cjs true');
  });

  it('is compiled anew where its contents are others', async () => {
    await writeFile(script, says('some other words'));
    expect(await started()).toBe('some other words script.cjs true');
  });

  it('is compiled anew under other flags of V8, and where nothing was compiled', async () => {
    expect(await started('--stress-lazy-source-positions')).toBe('the first script.cjs true');
    for (const name of await compiledIn()) await rm(join(script, '..', name));
    expect(await started()).toBe('the first script.cjs true');
  });

  it('is compiled anew where what was compiled is damaged', async () => {
    for (const name of await compiledIn()) await writeFile(join(script, '..', name), 'damaged');
    expect(await started()).toBe('the first script.cjs true');
  });

  it('is what dist/main.js starts, and asks for nothing by import()', async () => {
    const compiled = pathToFileURL(join(DIST, 'compiled.js'));
    const { stdout: tag } = await run(process.execPath, [
      ...['--input-type=module', '--eval'],
      `await import('${compiled}'); console.log((await import('v8')).cachedDataVersionTag())`,
    ]);
    expect(await readdir(DIST)).toContain(`run.cjs.${tag.trim()}`);
    const { metafile } = await build({
      ...{ entryPoints: [join(DIST, 'run.cjs')], bundle: true, packages: 'external' },
      ...{ platform: 'node', write: false, metafile: true, logLevel: 'silent' },
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports).not.toHaveLength(0);
    expect(imports.filter(({ kind }) => kind !== 'require-call')).toStrictEqual([]);
  });
});
