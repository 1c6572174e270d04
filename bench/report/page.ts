import type { Run } from './result.js';
import { asMarkdown, reachedOf } from './table.js';

const BEGIN = '<!-- figures: written by `npm run bench -- --page` -->';
const END = '<!-- end of figures -->';

/** In words: when, on what, and how much of it is reached. */
export function caption({ at, machine, results }: Run): string {
  const { reached, of } = reachedOf(results);
  return `${reached} of ${of} reached; ${at.slice(0, 10)}, ${machine}`;
}

/** The page with the figures of this run in their place. @throws Error where it has none */
export function withFigures(page: string, run: Run): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The page has no place for figures: ${BEGIN}`);
  const picture = '![What is to be reached, and what was measured](pictures/performance.svg)';
  const figures = `${caption(run)}.\n\n${picture}\n\n${asMarkdown(run.results)}\n`;
  return `${page.slice(0, begin)}${BEGIN}\n\n${figures}${page.slice(end)}`;
}
