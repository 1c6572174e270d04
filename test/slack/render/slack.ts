import type { HomeView, ModalView } from '@slack/types';
import { expect } from 'vitest';
import {
  messageBlocks,
  messageText,
} from '../../../src/sandbox/slack/block-kit/message-content.js';
import {
  homeDefinition,
  modalDefinition,
} from '../../../src/sandbox/slack/block-kit/view-definitions.js';
import type { Message } from '../../../src/slack/render/blocks.js';

/** Above this much text in all, Slack answers `msg_blocks_too_long` although no single limit broke. */
const TEXT_OF_A_MESSAGE = 12_000;

/** Mentions and dates, the only things that may stand between angle brackets. */
const OURS = [
  /<@[UW][A-Z0-9]+>/g,
  /<!subteam\^S[A-Z0-9]+>/g,
  /<!date\^\d+\^(\{date_short\} )?\{time\}\|[\w: ]+>/g,
];

/** A message that Slack takes, and that can call, link and mark up nothing but what is ours. */
export function expectSound(message: Message): void {
  messageText(message.text);
  messageBlocks(message.blocks);
  expectTame(message.blocks);
  expect(withoutOurs(message.text)).not.toMatch(/[<>]/);
  expect(everyString(message.blocks).join('').length).toBeLessThan(TEXT_OF_A_MESSAGE);
}

/** The same of a modal. */
export function expectSoundModal(view: ModalView): void {
  modalDefinition(view);
  expectTame(view.blocks);
}

/** The same of an App Home. */
export function expectSoundHome(view: HomeView): void {
  homeDefinition(view);
  expectTame(view.blocks);
}

/** Every text in a message's blocks or a view, as somebody reads it. */
export function readable(of: Message | ModalView | HomeView): string {
  return everyString(of.blocks).join('\n');
}

/** The texts of the buttons, by their action ids. */
export function buttonLabels(of: Message | ModalView | HomeView): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  walk(of.blocks, (held) => {
    const { type, action_id: id, text } = held;
    if (type === 'button' && typeof id === 'string') labels[id] = everyString(text).join('');
  });
  return labels;
}

/** Held against the whole at once: an `expect` for each of ten thousand texts is most of the time. */
function expectTame(blocks: unknown): void {
  const wild: unknown[] = [];
  walk(blocks, (held) => {
    if (!isTame(held)) wild.push(held);
  });
  expect(wild, 'what calls, links or marks up, and is not ours').toStrictEqual([]);
}

function isTame({ type, text, emoji }: Readonly<Record<string, unknown>>): boolean {
  if (type === 'mrkdwn') {
    const left = withoutOurs(String(text));
    // «zqx» stands in each text of somebody else.
    return !/[<>]/.test(left) && !left.includes('zqx');
  }
  if (type === 'plain_text') return emoji === false;
  return !['broadcast', 'emoji', 'channel', 'usergroup'].includes(String(type));
}

function withoutOurs(text: string): string {
  return OURS.reduce((left, ours) => left.replaceAll(ours, ''), text);
}

function everyString(of: unknown): readonly string[] {
  const found: string[] = [];
  walk(of, ({ text, user_id: user }) => {
    if (typeof text === 'string') found.push(text);
    if (typeof user === 'string') found.push(`<@${user}>`);
  });
  return found;
}

function walk(of: unknown, visit: (held: Readonly<Record<string, unknown>>) => void): void {
  if (typeof of !== 'object' || of === null) return;
  visit({ ...of });
  for (const held of Object.values(of)) walk(held, visit);
}
