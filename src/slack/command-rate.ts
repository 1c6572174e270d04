import type { Desk } from './desk.js';

/**
 * Whether this person may have one order more looked up, or one command more answered: counts it
 * against COMMANDS_PER_MINUTE. Whatever leads to a look of its own counts, typed or pressed.
 */
export async function mayAsk(
  { commands }: Pick<Desk, 'commands'>,
  slackId: string,
): Promise<boolean> {
  return commands.consume(slackId).then(
    () => true,
    () => false,
  );
}
