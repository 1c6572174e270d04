import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../bench/report/last-page.js';
import { caption, withFigures } from '../../bench/report/page.js';
import { asPicture } from '../../bench/report/picture.js';
import type { Run } from '../../bench/report/result.js';
import { asMarkdown, asTable } from '../../bench/report/table.js';

const run: Run = {
  at: '2026-11-25T17:00:00.000Z',
  quick: false,
  machine: '2 × a CPU of <some> sort & kind',
  results: [
    {
      name: 'preview',
      at: '2026-11-24T10:00:00.000Z',
      target: 'as fast as one call',
      figures: [
        {
          ...{ what: 'p50', unit: 'ms', bot: 60, beside: { baseline: 250, 'one call': 50 } },
          bound: { kind: 'at_most', limit: 1.15, times: 'one call' },
        },
        { what: 'p99', unit: 'ms', bot: 70, beside: { baseline: 300, 'one call': 55 } },
      ],
    },
    {
      ...{ name: 'start', at: '2026-11-25T16:00:00.000Z', target: 'within a second' },
      figures: [{ what: 'later', unit: 's', bot: 0.8, bound: { kind: 'at_most', limit: 1 } }],
    },
  ],
};

describe('The table', () => {
  it('says of each figure what it is held against, and whether it is reached', () => {
    const lines = asTable(run.results).split('\n');
    const lineOf = (what: string) => lines.find((line) => line.includes(`│ ${what} `));
    expect(lineOf('p50')).toMatch(
      /60 .* baseline 250, one call 50 .* ≤ 1\.15 × one call .* 1\.20 ×, not reached/,
    );
    expect(lineOf('p99')).not.toContain('reached');
    expect(lineOf('later')).toMatch(/0\.80 .* ≤ 1 .* reached/);
  });

  it('is the same in Markdown, a table for each row', () => {
    const markdown = asMarkdown(run.results);
    expect(markdown).toContain('### preview\n\nMeasured 2026-11-24.\n\n|');
    expect(markdown).toContain('| later | s | 0.80 |  | ≤ 1 | reached |');
  });
});

describe('The picture', () => {
  const picture = asPicture(run.results, caption(run));
  const widths = (kind: string) =>
    [...picture.matchAll(new RegExp(`<rect class="${kind}"[^>]* width="(\\d+)"`, 'g'))].map(
      ([, width]) => Number(width),
    );

  it('has bars as long as the figures are, on a scale of each figure', () => {
    // p50: 60, 250 and 50 of at most 250; later: 0.8 of at most 1.
    expect(widths('missed')).toStrictEqual([Math.round((60 / 250) * 330)]);
    expect(widths('beside')).toStrictEqual([330, Math.round((50 / 250) * 330)]);
    expect(widths('bot')).toStrictEqual([Math.round(0.8 * 330)]);
  });

  it('marks what is to be reached, for a ratio in the unit of the figure', () => {
    const marks = [...picture.matchAll(/<line class="limit" x1="(\d+)"/g)].map(([, x]) =>
      Number(x),
    );
    expect(marks).toStrictEqual([430 + Math.round((57.5 / 250) * 330), 430 + 330]);
  });

  it('leaves out what has nothing to reach', () => {
    expect(picture).not.toContain('p99');
  });

  it('is sound XML whatever the machine is called, and has colours for a dark screen', () => {
    expect(picture).toContain('2 × a CPU of &lt;some&gt; sort &amp; kind');
    expect(picture).not.toMatch(/<some>|& kind/);
    expect(picture).toContain('prefers-color-scheme: dark');
  });
});

describe('The page', () => {
  it('of the docs has the place where figures are put', async () => {
    const page = await readFile(new URL('../../docs/performance.md', import.meta.url), 'utf8');
    const once = withFigures(page, run);
    expect(once).toContain('1 of 2 reached; 2026-11-25');
    expect(once).toContain('| p50 | ms | 60 |');
    expect(once.replace(/written by[\s\S]*end of figures/, '')).toBe(
      page.replace(/written by[\s\S]*end of figures/, ''),
    );
    expect(withFigures(once, run)).toBe(once);
  });

  it('without that place is refused, not written over', () => {
    expect(() => withFigures('# Something else', run)).toThrow('no place for figures');
  });
});

describe('A row that is measured anew', () => {
  it('stands beside the others as the page has them, each with its day', () => {
    expect(rowsOf(JSON.stringify(run), run.machine)).toStrictEqual(run.results);
  });

  it('stands beside none of another machine', () => {
    expect(() => rowsOf(JSON.stringify(run), 'another one')).toThrow('measure all of them');
  });
});
