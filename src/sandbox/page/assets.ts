import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundle, seen from `src/sandbox/page/` and from `dist/sandbox/page/` alike. */
const BUILT_PAGE = fileURLToPath(new URL('../../../dist/sandbox/page/client/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/** The built page: the files of one flat folder by their names. Empty where nothing is built. */
export async function builtPage(): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(BUILT_PAGE).catch(() => []);
  const known = names.flatMap((name) => {
    const type = TYPES[extname(name)];
    return type ? [{ name, type }] : [];
  });
  const read = known.map(
    async ({ name, type }) => [name, { type, body: await readFile(BUILT_PAGE + name) }] as const,
  );
  return new Map(await Promise.all(read));
}
