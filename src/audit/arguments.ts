import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { type NotedHead, readNotedHead } from './heads.js';
import type { Wanted } from './read-trail.js';

export const USAGE = `Usage: npm run --silent audit -- <command>

  verify [--head SEQ:HASH]…    reads the whole trail, and names what was tampered with
  head                         says the newest entry's number and hash
  export [ORDER] [--by PERSON] [--since TIME] [--until TIME]
         [--format jsonl|csv] [--out FILE] [--head-file FILE]

--head may be given more than once, as it was logged, exported or kept; the hash alone will do.
PERSON is a Slack id, or the order service's user id. TIME is ISO 8601, UTC where it names no zone;
--since includes it, --until does not. Without --out the entries go to standard output, and the head
to standard error; --head-file is written when the export is whole.

Exit codes: 0 all is well; 1 the trail was tampered with; 2 it could not be read, or a wrong argument.`;

export interface Exporting {
  readonly wanted: Wanted;
  readonly format: 'jsonl' | 'csv';
  readonly out?: string;
  readonly headFile?: string;
}

/** What is to be done. */
export type Asked =
  | { readonly command: 'help' }
  | { readonly command: 'head' }
  | { readonly command: 'verify'; readonly heads: readonly NotedHead[] }
  | { readonly command: 'export'; readonly exporting: Exporting };

/** An argument that makes no sense; the message says which. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  verify: { head: { ...TEXT, multiple: true } },
  head: {},
  export: {
    ...{ by: TEXT, since: TEXT, until: TEXT },
    ...{ format: TEXT, out: TEXT, 'head-file': TEXT },
  },
} as const;

/** Reads what stands behind `npm run audit --`. Throws UsageError. */
export function readArguments(args: readonly string[]): Asked {
  const [command, ...rest] = args;
  if (command === 'help' || args.includes('--help') || args.includes('-h')) {
    return { command: 'help' };
  }
  switch (command) {
    case 'verify': {
      const { values } = understood(() => parseArgs({ args: rest, options: OPTIONS.verify }));
      return { command, heads: (values.head ?? []).map(headOf) };
    }
    case 'head':
      understood(() => parseArgs({ args: rest, options: OPTIONS.head }));
      return { command };
    case 'export': {
      const options = OPTIONS.export;
      const { values, positionals } = understood(() =>
        parseArgs({ args: rest, options, allowPositionals: true }),
      );
      const [orderId, ...others] = positionals;
      if (others.length > 0)
        throw new UsageError(`One order at a time, not ${others.join(' ')} too`);
      const { by, since, until, out, 'head-file': headFile } = values;
      const wanted = {
        ...(orderId !== undefined && { orderId }),
        ...(by !== undefined && { by }),
        ...(since !== undefined && { since: timeOf('--since', since) }),
        ...(until !== undefined && { until: timeOf('--until', until) }),
      };
      const format = formatOf(values.format);
      return { command, exporting: { wanted, format, ...given({ out, headFile }) } };
    }
    default:
      throw new UsageError(command ? `There is no command ${command}` : 'A command is missing');
  }
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function headOf(text: string): NotedHead {
  const head = readNotedHead(text);
  if (head) return head;
  throw new UsageError(`--head takes SEQ:HASH or the hash, 64 hexadecimal digits, not ${text}`);
}

function timeOf(name: string, text: string): number {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (time.isValid) return time.toMillis();
  throw new UsageError(`${name} takes a time as ISO 8601, as in 2026-11-25T14:00:00Z, not ${text}`);
}

function formatOf(text = 'jsonl'): Exporting['format'] {
  if (text === 'jsonl' || text === 'csv') return text;
  throw new UsageError(`--format is jsonl or csv, not ${text}`);
}

function given({ out, headFile }: { out: string | undefined; headFile: string | undefined }) {
  return { ...(out !== undefined && { out }), ...(headFile !== undefined && { headFile }) };
}
