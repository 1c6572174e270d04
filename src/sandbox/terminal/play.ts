import { CAST, rolesOf } from '../cast.js';
import type { Sandbox } from '../sandbox.js';
import { Feed } from './feed.js';
import { conversations } from './places.js';
import { type Ends, Prompt } from './prompt.js';
import { runLine } from './run-line.js';
import { Session } from './session.js';
import type { Voice } from './voice.js';

/** How long piped input waits for a button that is still to come. ms */
const PIPED_PATIENCE = 20_000;

/** A person in a sandbox that runs, who is shown all that appears. */
export function sitDown(sandbox: Sandbox, voice: Voice, patience: number): Session {
  const { slack } = sandbox;
  const people = CAST.map(({ id }) => slack.person(id));
  const reading = { slack, conversations: conversations(people) };
  const feed = new Feed(reading, people, voice);
  feed
    .run()
    .catch((error: unknown) => voice.say(`! Nothing more is shown as it appears: ${error}`));
  return new Session(sandbox, voice, feed, patience);
}

/**
 * The prompt, or the lines piped in; gives the exit code. Whoever sits there may err, and go on; of
 * lines piped in each must be possible.
 */
export async function play(sandbox: Sandbox, ends: Ends, signal: AbortSignal): Promise<number> {
  const prompt = new Prompt(ends);
  const session = sitDown(sandbox, prompt, ends.isTerminal ? 1 : PIPED_PATIENCE);
  sandbox.onBotEnded = (how) =>
    prompt.say(
      `! The bot ended by itself (${how}). \`log\` shows its last words, \`kill\` starts it.`,
    );
  const cast = CAST.map((one) => `${one.name} (${rolesOf(one).join(', ')})`).join(', ');
  prompt.say(`You are alice in #shop-floor. There are ${cast}. \`help\` lists what you can type.`);
  const conversation = {
    prompt: () => session.prompt,
    run: (line: string) => runLine(session, line),
  };
  const isAllPossible = await prompt.converse(conversation, signal);
  if (!ends.isTerminal) return isAllPossible ? 0 : 1;
  ends.output.write('\n');
  return 0;
}
