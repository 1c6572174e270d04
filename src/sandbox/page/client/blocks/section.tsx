import type { Block } from '../../../slack/block-kit/blocks.js';
import { Elements } from './elements.js';
import { TextObject } from './text-object.js';

/** A text, fields in two columns, and an element beside them. */
export function Section({ block }: { readonly block: Extract<Block, { type: 'section' }> }) {
  const { text, fields, accessory, block_id: blockId } = block;
  return (
    <div class="block-section">
      <div class="section-text">
        {text && <TextObject text={text} />}
        {fields && (
          <div class="fields">
            {fields.map((field) => (
              <TextObject key={field.text} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div class="accessory">
          <Elements blockId={blockId} elements={[accessory]} />
        </div>
      )}
    </div>
  );
}
