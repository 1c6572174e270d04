/** A section's share of a page: so many of its lines, after so many. */
interface Share {
  readonly offset: number;
  readonly limit: number;
}

export interface HomePage {
  /** From 1, and never beyond the last one. */
  readonly page: number;
  readonly pages: number;
  /** A share for each section, in their order. */
  readonly shares: readonly Share[];
}

/** A line is a block, of which Slack takes 100 in a view: the rest is for headings and buttons. */
export const LINES_ON_PAGE = 80;

/**
 * Sections of so many lines one after the other, cut into pages. Where what was left is less than the
 * page that is asked for, its last page.
 */
export function pageOf(lines: readonly number[], asked: number): HomePage {
  const all = lines.reduce((sum, count) => sum + count, 0);
  const pages = Math.max(1, Math.ceil(all / LINES_ON_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  const from = (page - 1) * LINES_ON_PAGE;
  let begin = 0;
  const shares = lines.map((count) => {
    const offset = Math.min(Math.max(0, from - begin), count);
    const end = Math.min(Math.max(0, from + LINES_ON_PAGE - begin), count);
    begin += count;
    return { offset, limit: end - offset };
  });
  return { page, pages, shares };
}
