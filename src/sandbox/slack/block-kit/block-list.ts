import { z } from 'zod';
import { block } from './blocks.js';
import { refuseRepeatedIds } from './unique-ids.js';

/** A list of blocks: at most `most`, with every `block_id` once, and every `action_id` once in its block. */
export const blockList = (most: number) =>
  z
    .array(block)
    .max(most)
    .superRefine((blocks, context) => refuseRepeatedIds(blocks, context));
