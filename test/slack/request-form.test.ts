import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stateValues } from '../../src/sandbox/slack/block-kit/state-values.js';
import { modalDefinition } from '../../src/sandbox/slack/block-kit/view-definitions.js';
import { type RequestForm, requestModal } from '../../src/slack/render/request-modal.js';
import { readForm } from '../../src/slack/request-form.js';
import { REQUEST } from './render/runs.js';

const REASONS = ['operational_request', 'fraud', 'duplicate'];
const FILLED = {
  reason: { reason: { type: 'static_select', selected_option: option('fraud') } },
  notes: { notes: { type: 'plain_text_input', value: 'the customer rang twice' } },
  notify: { notify: { type: 'checkboxes', selected_options: [option('notify')] } },
};
const AS_FILLED = { reason: 'fraud', notes: 'the customer rang twice', notify: true };

const sentOption = z.looseObject({ value: z.string() }).transform(({ value }) => option(value));
const sentValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      type: z.string(),
      value: z.string().nullish(),
      selected_option: sentOption.nullish(),
      selected_options: z.array(sentOption).optional(),
    }),
  ),
);

/** What Slack sends for the modal as it was drawn, submitted without a touch. */
function untouched(form: RequestForm) {
  const { verdicts, impact, orderId } = REQUEST;
  const assessment = {
    ...{ kind: 'clear' as const, verdicts, impact, digest: 'd', secondPerson: false },
  };
  const look = { orderId, assessment, reasons: REASONS, form, metadata: '' };
  const { blocks } = modalDefinition(requestModal(look));
  return sentValues.parse(stateValues(blocks));
}

describe('The request’s form', () => {
  it('is read as it was filled in', () => {
    expect(readForm(FILLED, REASONS)).toStrictEqual({ kind: 'filled', form: AS_FILLED });
  });

  it('untouched asks for the first reason, no notes, and to notify stakeholders', () => {
    expect(readForm(untouched({}), REASONS)).toStrictEqual({
      kind: 'filled',
      form: { reason: 'operational_request', notes: '', notify: true },
    });
  });

  it.each([
    AS_FILLED,
    { reason: 'duplicate', notes: 'two\nlines', notify: false },
    { reason: 'operational_request', notes: 'n'.repeat(500), notify: true },
  ])('drawn anew with what was filled in ($reason) is read as the same', (form) => {
    expect(readForm(untouched(form), REASONS)).toStrictEqual({ kind: 'filled', form });
  });

  it.each([
    ['left empty', null],
    ['of blanks', ' \n '],
    ['left out', undefined],
  ])('takes notes %s as none', (_, value) => {
    const notes = { notes: { type: 'plain_text_input', ...(value !== undefined && { value }) } };
    expect(readForm({ ...FILLED, notes }, REASONS)).toMatchObject({ form: { notes: '' } });
  });

  it.each([
    ['nothing ticked', { notify: { type: 'checkboxes', selected_options: [] } }],
    ['another box ticked', { notify: { type: 'checkboxes', selected_options: [option('all')] } }],
    ['no box sent', {}],
  ])('notifies nobody with %s', (_, notify) => {
    expect(readForm({ ...FILLED, notify }, REASONS)).toMatchObject({ form: { notify: false } });
  });
});

describe('A form that the modal cannot send', () => {
  it.each([
    ['a reason that was not offered', selected(option('boredom'))],
    ['a reason that was cut', selected(option('frau'))],
    ['no reason', selected(null)],
    ['an empty reason', selected(option(''))],
    ['no select', {}],
  ])('is refused at the reason with %s', (_, reason) => {
    expect(readForm({ ...FILLED, reason }, REASONS)).toStrictEqual({
      kind: 'faulty',
      errors: {
        reason: 'Choose one of the reasons offered. Correct it and submit again. (invalid_input)',
      },
    });
  });

  it('keeps notes of 500 characters and refuses 501', () => {
    expect(readForm(withNotes('n'.repeat(500)), REASONS)).toMatchObject({ kind: 'filled' });
    expect(readForm(withNotes(` ${'n'.repeat(500)}\n`), REASONS)).toMatchObject({ kind: 'filled' });
    expect(readForm(withNotes('n'.repeat(501)), REASONS)).toStrictEqual({
      kind: 'faulty',
      errors: {
        notes:
          'At most 500 characters; these are 501. Correct it and submit again. (invalid_input)',
      },
    });
  });

  it('is told of all its faults at once', () => {
    const form = { ...withNotes('n'.repeat(501)), reason: selected(null) };
    const faulty = readForm(form, REASONS);
    expect(faulty.kind === 'faulty' && Object.keys(faulty.errors)).toStrictEqual([
      ...['reason', 'notes'],
    ]);
    expect(readForm({}, REASONS).kind).toBe('faulty');
  });
});

function option(value: string) {
  return { text: { type: 'plain_text' as const, text: value }, value };
}

function selected(chosen: ReturnType<typeof option> | null) {
  return { reason: { type: 'static_select', selected_option: chosen } };
}

function withNotes(value: string) {
  return { ...FILLED, notes: { notes: { type: 'plain_text_input', value } } };
}
