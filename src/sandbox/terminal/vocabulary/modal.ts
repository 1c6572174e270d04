import { type FilledIn, type Modal, NotPossible } from '../../slack/index.js';
import { settledModal } from '../answer.js';
import { pairsOf } from '../line.js';
import type { Session } from '../session.js';
import type { Word } from './word.js';

export const fill: Word = {
  usage: 'fill notes="for a test" notify=no',
  does: 'fill the inputs of the open modal, by id or label',
  async run(session, words) {
    const modal = await openModal(session);
    session.person.fills(modal, filledIn(modal, words));
  },
};

export const submit: Word = {
  usage: 'submit [notes="for a test" …]',
  does: 'fill inputs, then press the submit button of the open modal',
  async run(session, words) {
    const modal = await openModal(session);
    session.beginAct();
    const result = await session.person.submits(modal, filledIn(modal, words));
    if (!result.acked) {
      throw new NotPossible(`The bot's answer was none: ${result.error}, ${result.detail}.`);
    }
    if (result.action !== 'errors') await settledModal(session);
  },
};

export const close: Word = {
  usage: 'close',
  does: 'close the open modal',
  async run(session) {
    await session.person.closes(await openModal(session));
  },
};

async function openModal({ person, name }: Session): Promise<Modal> {
  if (!person.hasModal) throw new NotPossible(`${name} has no modal open.`);
  return person.modal();
}

/** As the inputs want it: a tick is yes or no, everything else is text. */
function filledIn(modal: Modal, words: readonly string[]): Readonly<Record<string, FilledIn>> {
  const inputs = modal.view.blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
  return Object.fromEntries(
    [...pairsOf(words)].map(([name, value]): [string, FilledIn] => {
      const wanted = name.toLowerCase();
      const input =
        inputs.find(({ block_id }) => block_id === name) ??
        inputs.find(({ label }) => label.text.toLowerCase().includes(wanted));
      const isTick = input?.element.type === 'checkboxes';
      return [input?.block_id ?? name, isTick ? ticked(value) : value];
    }),
  );
}

function ticked(value: string): FilledIn {
  if (/^(yes|true|on)$/i.test(value)) return true;
  return /^(no|false|off)$/i.test(value) ? false : value;
}
