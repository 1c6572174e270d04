import { parseArgs } from 'node:util';

export const USAGE = `npm run bench [-- options]
  --only NAME      one row of the table; may be given several times
  --quick          small sizes: shows that it works, and its figures mean nothing
  --postgres URL   a PostgreSQL on which databases can be made; without it one is started
  --page           writes the figures and their picture into docs/performance.md, too; of
                   some rows, beside the others as they stand there
`;

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly why: string }
  | {
      readonly kind: 'run';
      readonly only: readonly string[];
      readonly quick: boolean;
      readonly postgres?: string;
      readonly page: boolean;
    };

/** What was asked for on the command line, of the rows of these names. */
export function readArguments(args: readonly string[], names: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        quick: { type: 'boolean', default: false },
        postgres: { type: 'string' },
        page: { type: 'boolean', default: false },
      },
    });
    const { help, only, quick, postgres, page } = values;
    if (help) return { kind: 'help' };
    const strange = only.find((name) => !names.includes(name));
    if (strange !== undefined) {
      return { kind: 'unknown', why: `There is no row ${strange}: ${names.join(', ')}` };
    }
    if (page && quick) {
      return { kind: 'unknown', why: '--page shows no figures of small sizes' };
    }
    return { kind: 'run', only, quick, ...(postgres !== undefined && { postgres }), page };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
