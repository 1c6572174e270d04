import type { z } from 'zod';
import { type Block, elementsOf } from './blocks.js';

/** Adds an issue for each `block_id` met before, and for each `action_id` met before in its block. */
export function refuseRepeatedIds(blocks: readonly Block[], context: z.RefinementCtx): void {
  const blockIds = new Set<string>();
  blocks.forEach((block, index) => {
    if (blockIds.has(block.block_id)) {
      const message = `block_id ${block.block_id} already exists`;
      context.addIssue({ code: 'custom', message, path: [index, 'block_id'] });
    }
    blockIds.add(block.block_id);

    const actionIds = new Set<string>();
    for (const { action_id: actionId } of elementsOf(block)) {
      if (actionIds.has(actionId)) {
        const message = `action_id ${actionId} already exists in block ${block.block_id}`;
        context.addIssue({ code: 'custom', message, path: [index] });
      }
      actionIds.add(actionId);
    }
  });
}
