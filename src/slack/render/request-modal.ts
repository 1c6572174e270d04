import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Assessment } from '../../runbook/assessment.js';
import { INPUTS, VIEWS } from '../ids.js';
import { codes, orderHeader, ownSection, plain } from './blocks.js';
import { impactBlocks, riskBlock } from './impact.js';
import { LIMITS, SHOWN } from './limits.js';
import { modal } from './modal.js';
import { cut, manyLines } from './text.js';
import { verdictCodes, verdictList } from './verdicts.js';

/** The value of the one option of the notify checkbox: ticked means to notify. */
export const NOTIFY = 'notify';

export interface RequestForm {
  readonly reason?: string;
  readonly notes?: string;
  readonly notify?: boolean;
}

export interface RequestLook {
  readonly orderId: string;
  readonly assessment: Extract<Assessment, { kind: 'clear' }>;
  /** `CANCEL_REASONS`: at least one. A reason over 150 characters is cut, and then is none of them. */
  readonly reasons: readonly string[];
  /** What the person has filled in already. */
  readonly form: RequestForm;
  /** The order changed since the person looked, and that is why the modal is shown anew. */
  readonly isChanged?: boolean;
  readonly metadata: string;
}

/** All that one look found, and the request itself (product.md «The way of one cancellation» 2, 3). */
export function requestModal(look: RequestLook): ModalView {
  const { orderId, assessment, reasons, form, isChanged, metadata } = look;
  return modal({
    title: 'Cancel an order',
    callbackId: VIEWS.request,
    submit: 'Request cancellation',
    metadata,
    blocks: [
      orderHeader(orderId),
      ownSection(assessment.secondPerson ? ASKS_SECOND_PERSON : CLEAR),
      ...(isChanged ? [ownSection(CHANGED)] : []),
      verdictList(assessment.verdicts),
      { type: 'divider' },
      ...impactBlocks(assessment.impact),
      riskBlock(),
      { type: 'divider' },
      reasonInput(reasons, form.reason),
      notesInput(form.notes),
      notifyInput(form.notify ?? true),
      ...codes(...verdictCodes(assessment.verdicts), isChanged ? 'order_changed' : undefined),
    ],
  });
}

const CLEAR = '✅ *Can be cancelled.* Nothing is sent before somebody confirms it on the card.';
const CHANGED =
  '⚠️ *The order changed since you looked.* Nothing was requested yet: read it again first.';
const ASKS_SECOND_PERSON =
  '👥 *Can be cancelled, once a second person confirms it on the card.* Nothing is sent before.';

function reasonInput(reasons: readonly string[], chosen: string | undefined): InputBlock {
  const options = [...new Set(reasons)].slice(0, LIMITS.selectOptions).map(option);
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  return {
    type: 'input',
    block_id: INPUTS.reason,
    label: plain('Reason', LIMITS.optionText),
    element: {
      type: 'static_select',
      action_id: INPUTS.reason,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

function option(reason: string): PlainTextOption {
  return { text: plain(reason, LIMITS.optionText), value: cut(reason, LIMITS.optionValue) };
}

function notesInput(notes: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: INPUTS.notes,
    optional: true,
    label: plain('Notes', LIMITS.optionText),
    hint: plain('Recorded with the order. Not shown in the channel.', LIMITS.header),
    element: {
      type: 'plain_text_input',
      action_id: INPUTS.notes,
      multiline: true,
      max_length: SHOWN.notes,
      ...(notes?.trim() && { initial_value: manyLines(notes, SHOWN.notes) }),
    },
  };
}

/** Optional for Slack: an input that is not optional could not be left unticked. */
function notifyInput(ticked: boolean): InputBlock {
  const options = [{ text: plain('Notify stakeholders', LIMITS.optionText), value: NOTIFY }];
  return {
    type: 'input',
    block_id: INPUTS.notify,
    optional: true,
    label: plain('Notifications', LIMITS.optionText),
    element: {
      type: 'checkboxes',
      action_id: INPUTS.notify,
      options,
      ...(ticked && { initial_options: options }),
    },
  };
}
