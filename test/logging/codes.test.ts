import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

/** A line of our log from `warn` on, up to the end of its statement. */
const SPOKEN = /\b(?:log|#log)\.(?:warn|error|fatal)\(([\s\S]*?)\)[;,\n]/g;
/** Through Bolt's logger, which gives the code itself. */
const THROUGH_BOLT = 'LATE';

it('Each warning and error that the source speaks of has a code', async () => {
  const uncoded: string[] = [];
  let lines = 0;
  const files = await readdir('src', { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts') && !/^sandbox/.test(name))) {
    for (const [, said = ''] of (await readFile(`src/${file}`, 'utf8')).matchAll(SPOKEN)) {
      lines += 1;
      if (!/\bcode\b/.test(said) && said !== THROUGH_BOLT) uncoded.push(`${file}: ${said.trim()}`);
    }
  }
  expect(lines).toBeGreaterThan(25);
  expect(uncoded).toStrictEqual([]);
});
