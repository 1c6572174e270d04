import { z } from 'zod';
import { asSlackMessages } from '../block-kit/refusals.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';

/** What a method answers beside `ok: true`. */
export type Answer = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface WebApiMethod {
  readonly name: string;
  /** The kind of token that it takes. */
  readonly token: 'bot' | 'app';
  /** The scopes that the bot token needs for any call of it. */
  readonly scopes: readonly string[];
  /** @throws Refusal, RateLimited */
  run(args: unknown, workspace: Workspace): Answer;
}

/**
 * Declares a method. Arguments that are missing, of the wrong kind or unknown are refused as
 * `invalid_arguments`; Slack itself ignores unknown ones, and a misspelt name with them.
 */
export function method<S extends z.ZodType>(
  declared: Omit<WebApiMethod, 'run'> & {
    readonly args: S;
    run(args: z.output<S>, workspace: Workspace): Answer;
  },
): WebApiMethod {
  const { args: schema, run, ...rest } = declared;
  return {
    ...rest,
    run: (args, workspace) => {
      const parsed = z.safeParse(schema, args, { reportInput: true });
      if (!parsed.success) {
        throw new Refusal('invalid_arguments', asSlackMessages(parsed.error, ''));
      }
      return run(parsed.data, workspace);
    },
  };
}
