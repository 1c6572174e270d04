import { describe, expect, it } from 'vitest';
import {
  messageBlocks,
  messageText,
} from '../../../src/sandbox/slack/block-kit/message-content.js';
import {
  homeDefinition,
  modalDefinition,
} from '../../../src/sandbox/slack/block-kit/view-definitions.js';

const chars = (count: number) => 'x'.repeat(count);
const plain = (count: number) => ({ type: 'plain_text', text: chars(count) });
const mrkdwn = (count: number) => ({ type: 'mrkdwn', text: chars(count) });
const list = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const option = (index: number) => ({ text: plain(1), value: `v${index}` });

const section = (extra: object = {}) => ({ type: 'section', text: mrkdwn(1), ...extra });
const button = (extra: object = {}) => ({ type: 'button', text: plain(1), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const select = (extra: object = {}) => ({ type: 'static_select', options: [option(0)], ...extra });
const textInput = (extra: object = {}) => ({ type: 'plain_text_input', ...extra });
const input = (element: object, extra: object = {}) => ({
  type: 'input',
  label: plain(1),
  element,
  ...extra,
});
const dialog = (extra: object = {}) => ({
  title: plain(1),
  text: plain(1),
  confirm: plain(1),
  deny: plain(1),
  ...extra,
});
const modal = (extra: object = {}) => ({
  type: 'modal',
  title: plain(1),
  submit: plain(1),
  blocks: [],
  ...extra,
});
const inMessage = (block: object) => () => messageBlocks([block]);
const inButton = (extra: object) => inMessage(actions(button(extra)));
const inDialog = (extra: object) => inButton({ confirm: dialog(extra) });
const inSelect = (extra: object) => inMessage(actions(select(extra)));
const inModal = (extra: object) => () => modalDefinition(modal(extra));

type Sized = (size: number) => () => unknown;

/** Each limit: how large it may be, and what is drawn with that size. */
const LIMITS: readonly (readonly [what: string, most: number, draw: Sized])[] = [
  ['blocks of a message', 50, (n) => () => messageBlocks(list(n, () => ({ type: 'divider' })))],
  ['the text of a message', 40_000, (n) => () => messageText(chars(n))],
  ['the text of a section', 3000, (n) => inMessage({ type: 'section', text: mrkdwn(n) })],
  ['a field of a section', 2000, (n) => inMessage({ type: 'section', fields: [mrkdwn(n)] })],
  ['fields', 10, (n) => inMessage({ type: 'section', fields: list(n, () => plain(1)) })],
  ['a header', 150, (n) => inMessage({ type: 'header', text: plain(n) })],
  [
    'elements of a context',
    10,
    (n) => inMessage({ type: 'context', elements: list(n, () => plain(1)) }),
  ],
  ['elements of actions', 25, (n) => inMessage(actions(...list(n, () => button())))],
  ['a block_id', 255, (n) => inMessage(section({ block_id: chars(n) }))],
  ['an action_id', 255, (n) => inButton({ action_id: chars(n) })],
  ['the text of a button', 75, (n) => inButton({ text: plain(n) })],
  ['the value of a button', 2000, (n) => inButton({ value: chars(n) })],
  ['the url of a button', 3000, (n) => inButton({ url: chars(n) })],
  ['the title of a dialog', 100, (n) => inDialog({ title: plain(n) })],
  ['the text of a dialog', 300, (n) => inDialog({ text: plain(n) })],
  ['the confirm button of a dialog', 30, (n) => inDialog({ confirm: plain(n) })],
  ['the deny button of a dialog', 30, (n) => inDialog({ deny: plain(n) })],
  ['options of a select', 100, (n) => inSelect({ options: list(n, option) })],
  ['the text of an option', 75, (n) => inSelect({ options: [{ text: plain(n), value: 'v' }] })],
  [
    'the value of an option',
    150,
    (n) => inSelect({ options: [{ text: plain(1), value: chars(n) }] }),
  ],
  ['the placeholder of a select', 150, (n) => inSelect({ placeholder: plain(n) })],
  [
    'options of checkboxes',
    10,
    (n) => inMessage(actions({ type: 'checkboxes', options: list(n, option) })),
  ],
  [
    'options of radio buttons',
    10,
    (n) => inMessage(actions({ type: 'radio_buttons', options: list(n, option) })),
  ],
  [
    'options of an overflow menu',
    5,
    (n) => inMessage(actions({ type: 'overflow', options: list(n, option) })),
  ],
  ['the label of an input', 2000, (n) => inMessage(input(textInput(), { label: plain(n) }))],
  ['the hint of an input', 2000, (n) => inMessage(input(textInput(), { hint: plain(n) }))],
  [
    'the placeholder of an input',
    150,
    (n) => inMessage(input(textInput({ placeholder: plain(n) }))),
  ],
  ['max_length', 3000, (n) => inMessage(input(textInput({ max_length: n })))],
  [
    'min_length below max_length',
    500,
    (n) => inMessage(input(textInput({ min_length: n, max_length: 500 }))),
  ],
  [
    'an initial value below max_length',
    500,
    (n) => inMessage(input(textInput({ initial_value: chars(n), max_length: 500 }))),
  ],
  ['blocks of a view', 100, (n) => inModal({ blocks: list(n, () => ({ type: 'divider' })) })],
  [
    'blocks of App Home',
    100,
    (n) => () => homeDefinition({ type: 'home', blocks: list(n, () => ({ type: 'divider' })) }),
  ],
  ['the title of a modal', 24, (n) => inModal({ title: plain(n) })],
  ['the submit of a modal', 24, (n) => inModal({ submit: plain(n) })],
  ['the close of a modal', 24, (n) => inModal({ close: plain(n) })],
  ['private_metadata', 3000, (n) => inModal({ private_metadata: chars(n) })],
  ['callback_id', 255, (n) => inModal({ callback_id: chars(n) })],
];

describe('Slack takes what is exactly at a limit, and nothing beyond it', () => {
  it.each(LIMITS)('%s: %i', (_what, most, draw) => {
    expect(draw(most)).not.toThrow();
    expect(draw(most + 1)).toThrow(/invalid_blocks|invalid_arguments|msg_too_long/);
  });
});

/** What Slack refuses whatever its size. */
const REFUSED: readonly (readonly [what: string, draw: () => unknown])[] = [
  ['an unknown block', inMessage({ type: 'banner', text: plain(1) })],
  ['an unknown element', inMessage(actions({ type: 'datepicker' }))],
  ['an unknown property', inMessage(section({ colour: 'red' }))],
  ['an unknown property of a button', inButton({ labelled: 'x' })],
  ['a section without text and fields', inMessage({ type: 'section' })],
  ['an empty text', inMessage(section({ text: { type: 'mrkdwn', text: '' } }))],
  ['mrkdwn in a header', inMessage({ type: 'header', text: mrkdwn(1) })],
  ['mrkdwn on a button', inButton({ text: mrkdwn(1) })],
  ['an unknown style of a button', inButton({ style: 'warning' })],
  ['a text input outside of an input block', inMessage(actions(textInput()))],
  ['a button in an input block', inMessage(input(button()))],
  ['no elements in actions', inMessage(actions())],
  ['a block_id twice', () => messageBlocks(list(2, () => section({ block_id: 'same' })))],
  [
    'an action_id twice in a block',
    inMessage(actions(...list(2, () => button({ action_id: 'same' })))),
  ],
  ['an initial option that is not offered', inSelect({ initial_option: option(7) })],
  ['a select without options', inMessage(actions({ type: 'static_select' }))],
  ['blocks that are no list', () => messageBlocks('hello')],
  [
    'an input in a modal without a submit',
    inModal({ submit: undefined, blocks: [input(textInput())] }),
  ],
  [
    'two elements with the focus',
    inModal({ blocks: list(2, () => input(textInput({ focus_on_load: true }))) }),
  ],
  ['a modal without a title', () => modalDefinition({ type: 'modal', blocks: [] })],
  ['a submit on App Home', () => homeDefinition({ type: 'home', blocks: [], submit: plain(1) })],
];

describe('Slack refuses', () => {
  it.each(REFUSED)('%s', (_what, draw) => {
    expect(draw).toThrow(/invalid_blocks|invalid_arguments/);
  });

  it('a view over 250 kB, by a code of its own', () => {
    const blocks = list(90, () => section({ text: mrkdwn(3000) }));
    expect(inModal({ blocks })).toThrow('view_too_large');
    expect(() => homeDefinition({ type: 'home', blocks })).toThrow('view_too_large');
  });

  it('a message without text, or with blank text', () => {
    expect(() => messageText(undefined)).toThrow('no_text');
    expect(() => messageText('  ')).toThrow('no_text');
  });

  it('and points at the fault', () => {
    expect(inMessage({ type: 'header', text: plain(151) })).toThrow(
      '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    );
    expect(inModal({ title: plain(25) })).toThrow('[json-pointer:/view/title/text]');
  });
});

describe('Slack takes', () => {
  it('the same action_id in two blocks', () => {
    const block = () => actions(button({ action_id: 'same' }));
    expect(() => messageBlocks([block(), block()])).not.toThrow();
  });

  it('blocks without a block_id, and makes one up for each', () => {
    const ids = messageBlocks([section(), section()]).map((block) => block.block_id);
    expect(new Set(ids).size).toBe(2);
  });
});
