import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import type { Resolution } from '../../cancellations/run/trouble.js';
import { FAILURES, type FailureCode } from '../../runbook/failures.js';
import { INPUTS, VIEWS } from '../ids.js';
import { answerBlocks } from './answer.js';
import { orderHeader, ownSection, plain } from './blocks.js';
import { LIMITS, SHOWN } from './limits.js';
import { modal } from './modal.js';
import { stateLine } from './state.js';
import { manyLines, sentence } from './text.js';

export interface Resolving {
  readonly metadata: string;
  /** What the person has filled in already. */
  readonly form?: Pick<Resolution, 'truth' | 'note'>;
  /** Why it was refused; `detail` is shown as plain text. */
  readonly error?: { readonly code: FailureCode; readonly detail: string };
}

/** Asks what is true now, and how that is known (product.md «Resolved by hand»). */
export function resolveModal(run: Cancellation, resolving: Resolving): ModalView {
  const { metadata, form, error } = resolving;
  return modal({
    title: 'Resolved by hand',
    callbackId: VIEWS.resolve,
    submit: 'Resolve',
    metadata,
    blocks: [
      orderHeader(run.orderId),
      ...(error ? refusal(error) : []),
      ownSection(stateLine(run)),
      ownSection('Nothing more is sent afterwards. The order service is asked whether it agrees.'),
      truthInput(form?.truth),
      noteInput(form?.note),
    ],
  });
}

function refusal({ code, detail }: NonNullable<Resolving['error']>): readonly KnownBlock[] {
  const { meaning, advice } = FAILURES[code];
  return [
    ownSection(`⛔ *${sentence(meaning)}* ${sentence(advice)}`),
    ...answerBlocks({ text: detail, code }),
  ];
}

const TRUTHS: readonly (PlainTextOption & { readonly value: Resolution['truth'] })[] = [
  { text: plain('The order is cancelled', LIMITS.optionText), value: 'cancelled' },
  { text: plain('The order is not cancelled', LIMITS.optionText), value: 'not_cancelled' },
];

function truthInput(truth: Resolution['truth'] | undefined): InputBlock {
  const initial = TRUTHS.find(({ value }) => value === truth);
  return {
    type: 'input',
    block_id: INPUTS.truth,
    label: plain('What is true now', LIMITS.optionText),
    element: {
      type: 'radio_buttons',
      action_id: INPUTS.truth,
      options: [...TRUTHS],
      ...(initial && { initial_option: initial }),
    },
  };
}

function noteInput(note: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: INPUTS.note,
    label: plain('How it was resolved, and how you know', LIMITS.optionText),
    hint: plain('Recorded with the run. Not shown in the channel.', LIMITS.header),
    element: {
      type: 'plain_text_input',
      action_id: INPUTS.note,
      multiline: true,
      max_length: SHOWN.notes,
      ...(note?.trim() && { initial_value: manyLines(note, SHOWN.notes) }),
    },
  };
}
