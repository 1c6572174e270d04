import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const DOCUMENT = readFileSync('docs/security.md', 'utf8');
/** A line of its lists: a file, and the title of a test in it. */
const NAMED = /^- `(test\/[\w/.-]+)` «(.+)»$/gm;
const named = [...DOCUMENT.matchAll(NAMED)].map(([, file = '', title = '']) => ({ file, title }));

it('docs/security.md names a test against each threat', () => {
  const threats = DOCUMENT.split('## The threats')[1]?.split('\n## ')[0]?.split('\n### ').slice(1);
  expect(threats).toHaveLength(9);
  for (const threat of threats ?? []) expect(threat).toMatch(new RegExp(NAMED.source, 'm'));
});

it.each(named)('docs/security.md names no test that is gone: $file $title', ({ file, title }) => {
  expect(readFileSync(file, 'utf8')).toContain(title);
});
