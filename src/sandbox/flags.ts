import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run sandbox [-- --demo | --help]

Starts a local Slack, a local order service and the real bot between them, with a fast clock (30 s
are 1 s), and lets you be alice, bob or eve at a prompt. Nothing of it leaves this machine, and
nothing of it is left afterwards.

  npm run sandbox                     the prompt; \`help\` there lists its words
  npm run sandbox < file              plays the lines of a file: 0 if all was possible, else 1
  npm run sandbox -- --demo           plays one whole story; 0 only if it ended as it should
  npm run sandbox -- --help           this
`;

/** What the sandbox was asked for. */
export type Asked =
  | { readonly kind: 'prompt' | 'demo' | 'help' }
  | { readonly kind: 'unknown'; readonly why: string };

export function readFlags(args: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { kind: 'help' };
    return { kind: values.demo ? 'demo' : 'prompt' };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
