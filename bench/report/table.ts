import Table from 'cli-table3';
import { verdictOn } from '../verdict.js';
import type { Result } from './result.js';
import { besides, inDigits, inWords, standing } from './words.js';

const HEAD = ['', 'unit', 'the bot', 'beside it', 'to reach', ''];

/** The figures as a table for the terminal. */
export function asTable(results: readonly Result[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const { name, target, figures } of results) {
    table.push([{ colSpan: HEAD.length, content: `${name}: ${target}` }]);
    for (const figure of figures) table.push(cells(figure));
  }
  return table.toString();
}

/** The same as Markdown, for the page. */
export function asMarkdown(results: readonly Result[]): string {
  const lines = results.flatMap(({ name, at, figures }) => {
    const rows = figures.map((figure) => `| ${cells(figure).join(' | ')} |`);
    const when = `Measured ${at.slice(0, 10)}.`;
    return [
      `### ${name}`,
      '',
      when,
      '',
      `| ${HEAD.join(' | ')} |`,
      '|---|---|---|---|---|---|',
      ...rows,
      '',
    ];
  });
  return lines.join('\n');
}

/** How many of the bounds are reached. */
export function reachedOf(results: readonly Result[]): { reached: number; of: number } {
  const verdicts = results.flatMap(({ figures }) => figures.flatMap((one) => verdictOn(one) ?? []));
  return { reached: verdicts.filter(({ reached }) => reached).length, of: verdicts.length };
}

function cells(figure: Result['figures'][number]): string[] {
  const { what, unit, bot, bound } = figure;
  const toReach = bound ? inWords(bound) : '';
  return [what, unit, inDigits(bot), besides(figure), toReach, standing(figure)];
}
