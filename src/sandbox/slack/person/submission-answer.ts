import { z } from 'zod';
import type { Block } from '../block-kit/blocks.js';
import { modalDefinition } from '../block-kit/view-definitions.js';
import { Refusal } from '../refusal.js';
import type { ModalView } from '../views.js';
import type { Workspace } from '../workspace.js';

const answer = z.discriminatedUnion('response_action', [
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);
const nothing = z.strictObject({});

/** What became of a modal after its submit. */
export interface Outcome {
  readonly action: 'close' | 'errors' | 'update' | 'push' | 'clear';
  /** What the app found wrong, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
}

/**
 * Carries out the acknowledgement of a `view_submission`.
 * @throws Refusal when it is no answer that Slack takes, names blocks without an input, or holds a bad view
 */
export function carryOutAnswer(
  body: unknown,
  view: ModalView,
  userId: string,
  { views }: Workspace,
): Outcome {
  if (nothing.safeParse(body).success) {
    views.remove(userId, view.id);
    return { action: 'close' };
  }
  const parsed = answer.safeParse(body);
  if (!parsed.success) throw new Refusal('invalid_response_action', [JSON.stringify(body)]);
  const told = parsed.data;
  switch (told.response_action) {
    case 'errors':
      checkErrors(told.errors, view.blocks);
      views.showErrors(userId, told.errors);
      return { action: 'errors', errors: told.errors };
    case 'update':
      views.update(view.id, modalDefinition(told.view));
      return { action: 'update' };
    case 'push':
      views.push(userId, modalDefinition(told.view));
      return { action: 'push' };
    case 'clear':
      views.clear(userId);
      return { action: 'clear' };
  }
}

function checkErrors(errors: Readonly<Record<string, string>>, blocks: readonly Block[]): void {
  const inputs = blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const unknown = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (unknown.length > 0 || Object.keys(errors).length === 0) {
    throw new Refusal('invalid_response_action', [
      `errors must name input blocks: ${unknown.join(', ') || 'none named'}`,
    ]);
  }
}
