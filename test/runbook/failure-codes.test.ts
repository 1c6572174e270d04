import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAILURES } from '../../src/runbook/failures.js';

it('docs/failures.md says of every code what the bot says of it', () => {
  const rows = [
    ...readFileSync('docs/failures.md', 'utf8').matchAll(
      /^\| `(\w+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm,
    ),
  ];
  const documented = rows.map(([, code, meaning, does, advice]) => [
    code,
    { meaning, does, advice },
  ]);
  expect(Object.fromEntries(documented)).toStrictEqual(FAILURES);
});
