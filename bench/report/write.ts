import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE, PICTURE, RESULTS } from '../harness/paths.js';
import { caption, withFigures } from './page.js';
import { asPicture } from './picture.js';
import type { Run } from './result.js';

/** Leaves a run's figures behind as JSON and as a picture, and where asked on the page. Gives the paths. */
export async function write(
  run: Run,
  { name, page }: { readonly name: string; readonly page: boolean },
): Promise<readonly string[]> {
  const picture = asPicture(run.results, caption(run));
  const files: [string, string][] = [
    [join(RESULTS, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`],
    [join(RESULTS, `${name}.svg`), picture],
  ];
  if (page) {
    files.push([PICTURE, picture], [PAGE, withFigures(await readFile(PAGE, 'utf8'), run)]);
  }
  await mkdir(RESULTS, { recursive: true });
  for (const [path, content] of files) await writeFile(path, content);
  return files.map(([path]) => path);
}
