import { NotPossible, type Person } from '../../slack/index.js';
import type { Act, Outcome } from '../contract.js';
import type { World } from '../world.js';
import { choose, press } from './elements.js';
import { close, fill, submit } from './modal.js';
import { dismiss, openHome, read, say } from './talking.js';
import type { Acknowledged } from './told.js';

const DONE: Outcome = { done: true };

/** Does what a person at the page asks for. What Slack's client would not let them do is said. */
export async function carryOut(act: Act, person: Person, world: World): Promise<Outcome> {
  try {
    const acknowledged = await doneBy(person, act, world);
    if (!acknowledged || acknowledged.acked) return DONE;
    const { appName } = world.sandbox.slack.identity;
    const { error, detail } = acknowledged;
    return { done: false, why: `${appName} did not answer (${error}: ${detail}). Try again.` };
  } catch (error) {
    if (error instanceof NotPossible) return { done: false, why: firstLine(error.message) };
    throw error;
  }
}

type Done = Acknowledged | undefined | Promise<Acknowledged | undefined>;

function doneBy(person: Person, act: Act, world: World): Done {
  switch (act.do) {
    case 'say':
      return say(person, act, world);
    case 'press':
      return press(person, act, world.sandbox.slack);
    case 'choose':
      return choose(person, act, world.sandbox.slack);
    case 'fill':
      return fill(person, act);
    case 'submit':
      return submit(person, act);
    case 'close':
      return close(person, act);
    case 'dismiss':
      return dismiss(person, act, world.sandbox.slack);
    case 'open home':
      return openHome(person, world);
    case 'read':
      return read(person, act, world);
    default:
      return behindTheScenes(act, world);
  }
}

type BehindTheScenes = Extract<
  Act,
  { do: 'switch fault' | 'clear faults' | 'kill' | 'start' | 'set clock' }
>;

/** The process is not waited for: how it stands is shown as it changes. */
function behindTheScenes(act: BehindTheScenes, { sandbox, keeper, changed }: World): undefined {
  const { faults } = sandbox.orders;
  switch (act.do) {
    case 'switch fault': {
      if (!faults.list().some(({ name }) => name === act.name)) {
        throw new NotPossible(`There is no fault ${act.name}.`);
      }
      if (act.isOn) faults.turnOn(act.name);
      else faults.turnOff(act.name);
      changed();
      break;
    }
    case 'clear faults':
      faults.clear();
      changed();
      break;
    case 'kill':
      void keeper.kill();
      break;
    case 'start':
      void keeper.start();
      break;
    case 'set clock':
      void keeper.setClock(act.clock);
      break;
  }
  return undefined;
}

/** What the message goes on to show is on the person's screen already. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
