import {
  type LocalSlack,
  type Message,
  NotPossible,
  type Person,
  type Target,
} from '../../slack/index.js';
import type { Act } from '../contract.js';
import type { Acknowledged } from './told.js';

type Press = Extract<Act, { do: 'press' }>;
type Choose = Extract<Act, { do: 'choose' }>;

/** Presses the button that the person saw, on the drawing that they saw. */
export function press(person: Person, act: Press, slack: LocalSlack): Promise<Acknowledged> {
  const target = targetOf(act.on, person, slack);
  if (target === slackPresent(act.on, slack) || !('ts' in target)) {
    return person.presses(target, act);
  }
  return person.pressesOld(target, act);
}

/** Chooses an option of what stands outside of an input. */
export function choose(person: Person, act: Choose, slack: LocalSlack): Promise<Acknowledged> {
  return person.chooses(targetOf(act.on, person, slack), act.value, act);
}

function targetOf(on: Press['on'], person: Person, slack: LocalSlack): Target {
  if ('view' in on) {
    const shown = [person.openModal, person.homeTab].find((screen) => screen?.view.id === on.view);
    if (shown) return shown;
    throw new NotPossible('This view is closed.');
  }
  const seen = person.messages(on.channel).some(({ ts }) => ts === on.ts);
  const drawing = slack.drawings(on.channel, on.ts).find((one) => nameOf(one) === on.drawing);
  if (seen && drawing) return drawing;
  throw new NotPossible('This message is gone.');
}

function slackPresent(on: Press['on'], slack: LocalSlack): Message | undefined {
  return 'view' in on ? undefined : slack.message(on.channel, on.ts);
}

/** A drawing is named by the moment it was made. */
function nameOf({ ts, editedTs }: Message): string {
  return editedTs ?? ts;
}
