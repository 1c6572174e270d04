import type { Block } from '../../../slack/block-kit/blocks.js';
import { Elements } from './elements.js';
import { Input } from './input.js';
import { RichText } from './rich-text.js';
import { Section } from './section.js';
import { TextObject } from './text-object.js';
import { Unknown } from './unknown.js';

/** Blocks one below the other, as Block Kit has them. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <OneBlock key={block.block_id} block={block} />
      ))}
    </div>
  );
}

function OneBlock({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'header':
      return (
        <h3 class="block-header">
          <TextObject text={block.text} />
        </h3>
      );
    case 'section':
      return <Section block={block} />;
    case 'context':
      return (
        <div class="block-context">
          {block.elements.map((text) => (
            <TextObject key={text.text} text={text} />
          ))}
        </div>
      );
    case 'actions':
      return (
        <div class="block-actions">
          <Elements blockId={block.block_id} elements={block.elements} />
        </div>
      );
    case 'divider':
      return <hr />;
    case 'input':
      return <Input block={block} />;
    case 'rich_text':
      return <RichText elements={block.elements} />;
    default:
      return <Unknown kind="block" what={block} />;
  }
}
