import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run sandbox [-- --terminal | --demo | --help]

Starts a local Slack, a local order service and the real bot between them, with a fast clock (30 s
are 1 s), and lets you be alice, bob or eve. Nothing of it leaves this machine, and nothing of it is
left afterwards.

  npm run sandbox                     a page on 127.0.0.1, opened where there is a desktop
  npm run sandbox -- --no-open        the same, opened by nobody
  npm run sandbox -- --terminal       a prompt; \`help\` there lists its words
  npm run sandbox -- --terminal < file
                                      plays the lines of a file: 0 if all was possible, else 1
  npm run sandbox -- --demo           plays one whole story; 0 only if it ended as it should
  npm run sandbox -- --help           this
`;

/** What the sandbox was asked for. */
export type Asked =
  | { readonly kind: 'prompt' | 'demo' | 'help' }
  /** `opens`: shows it in the person's browser. */
  | { readonly kind: 'page'; readonly opens: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

export function readFlags(args: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'no-open': { type: 'boolean' },
        terminal: { type: 'boolean' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.demo) return { kind: 'demo' };
    if (values.terminal) return { kind: 'prompt' };
    return { kind: 'page', opens: !values['no-open'] };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
