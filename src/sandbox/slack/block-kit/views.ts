import { z } from 'zod';
import { blockList } from './block-list.js';
import { type Block, elementsOf } from './blocks.js';
import { optionalId } from './ids.js';
import { plainText } from './text-objects.js';

const MOST_BLOCKS = 100;
const LARGEST_VIEW_BYTES = 250_000;
/** Slack has a code of its own for it. */
export const TOO_LARGE = `view must be at most ${LARGEST_VIEW_BYTES} bytes`;

const common = {
  blocks: blockList(MOST_BLOCKS),
  private_metadata: z.string().max(3000).optional(),
  callback_id: optionalId,
  external_id: optionalId,
};

/** The definition of a modal, as `views.open`, `views.update` and `response_action` take it. */
export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...common,
  })
  .superRefine((view, context) => {
    if (view.submit === undefined && view.blocks.some((block) => block.type === 'input')) {
      const message = 'submit is required when an input block is within blocks';
      context.addIssue({ code: 'custom', message, path: ['submit'] });
    }
  })
  .superRefine(refuseOversizedOrManyFoci);

/** The definition of an App Home tab, as `views.publish` takes it. */
export const home = z
  .strictObject({ type: z.literal('home'), ...common })
  .superRefine(refuseOversizedOrManyFoci);

export type ModalDefinition = z.infer<typeof modal>;
export type HomeDefinition = z.infer<typeof home>;

function refuseOversizedOrManyFoci(view: { blocks: Block[] }, context: z.RefinementCtx): void {
  if (Buffer.byteLength(JSON.stringify(view)) > LARGEST_VIEW_BYTES) {
    context.addIssue({ code: 'custom', message: TOO_LARGE });
  }
  const focused = view.blocks
    .flatMap(elementsOf)
    .filter((element) => 'focus_on_load' in element && element.focus_on_load);
  if (focused.length > 1) {
    const message = 'only one element of a view may have focus_on_load';
    context.addIssue({ code: 'custom', message, path: ['blocks'] });
  }
}
