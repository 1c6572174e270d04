import type { Sandbox } from '../sandbox.js';
import { sitDown } from '../terminal/play.js';
import { printable } from '../terminal/voice.js';
import { accounts } from './accounts.js';
import {
  blockIsNamed,
  type Chapter,
  goesOn,
  killedInTheMiddle,
  requestNeedsAnother,
  viewerIsRefused,
} from './chapters.js';
import { Stage, StoryFailed } from './stage.js';

/** A button comes as soon as its card does. ms */
const PATIENCE = 20_000;

const STORY: readonly Chapter[] = [
  viewerIsRefused,
  blockIsNamed,
  requestNeedsAnother,
  killedInTheMiddle,
  goesOn,
  accounts,
];

/** Plays the story by itself; gives exit code 0 only if it ended as it should. */
export async function tellStory(sandbox: Sandbox): Promise<number> {
  const voice = { say: (text: string) => void process.stdout.write(`${printable(text)}\n`) };
  const stage = new Stage(sitDown(sandbox, voice, PATIENCE));
  const botEnded = new Promise<never>((_, reject) => {
    sandbox.onBotEnded = (how) => reject(new StoryFailed(`the bot ended by itself (${how})`));
  });
  try {
    await Promise.race([playAll(stage, sandbox), botEnded]);
  } catch (error) {
    const isStory = error instanceof StoryFailed;
    voice.say(`✘ ${isStory ? error.message : `The story broke: ${error}`}`);
    voice.say(`\nThe story did not end as it should (${seconds()} s).`);
    return 1;
  }
  voice.say(
    `\nShown: a refusal, a block, a request, a second person, a cancellation, a kill -9 in the middle and its verified end.`,
  );
  voice.say(`${stage.checks} checks passed in ${seconds()} s, the starts included.`);
  return 0;
}

async function playAll(stage: Stage, sandbox: Sandbox): Promise<void> {
  for (const chapter of STORY) await chapter(stage, sandbox);
}

/** Since the sandbox was started. */
function seconds(): string {
  return (performance.now() / 1000).toFixed(1);
}
