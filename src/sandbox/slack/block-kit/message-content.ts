import { z } from 'zod';
import { Refusal } from '../refusal.js';
import { blockList } from './block-list.js';
import type { Block } from './blocks.js';
import { asSlackMessages } from './refusals.js';

const MOST_BLOCKS = 50;
const LONGEST_TEXT = 40_000;
const blocksOfAMessage = blockList(MOST_BLOCKS);

/**
 * Checks the blocks of a message.
 * @throws Refusal `invalid_blocks`, naming each fault with its JSON pointer
 */
export function messageBlocks(blocks: unknown): Block[] {
  const checked = z.safeParse(blocksOfAMessage, blocks, { reportInput: true });
  if (checked.success) return checked.data;
  const messages = asSlackMessages(checked.error, '/blocks');
  throw new Refusal('invalid_blocks', messages, { errors: messages });
}

/**
 * Checks the text of a message. Stricter than Slack: blocks without a fallback text are refused,
 * since notifications and screen readers read the text alone.
 * @throws Refusal `no_text` or `msg_too_long`
 */
export function messageText(text: string | undefined): string {
  if (!text?.trim()) {
    throw new Refusal('no_text', ['[ERROR] every message needs text, with blocks too']);
  }
  if (text.length > LONGEST_TEXT) throw new Refusal('msg_too_long');
  return text;
}
