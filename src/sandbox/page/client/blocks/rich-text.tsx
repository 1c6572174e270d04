import type { RichTextElement, RichTextInline } from '../../../slack/block-kit/rich-text.js';
import { Channel, Group, Link, Person } from './mentions.js';
import { Unknown } from './unknown.js';

/** The elements of a rich text, one below the other. */
export function RichText({ elements }: { readonly elements: readonly RichTextElement[] }) {
  return (
    <div class="block-rich-text">
      {elements.map((element, place) => (
        <Element key={place} element={element} />
      ))}
    </div>
  );
}

function Element({ element }: { readonly element: RichTextElement }) {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <div class="text">
          <Inlines inlines={element.elements} />
        </div>
      );
    case 'rich_text_list': {
      const items = element.elements.map((item, place) => (
        <li key={place} class="text">
          <Inlines inlines={item.elements} />
        </li>
      ));
      const indent = `indent-${element.indent ?? 0}`;
      if (element.style === 'bullet') return <ul class={indent}>{items}</ul>;
      return (
        <ol class={indent} start={(element.offset ?? 0) + 1}>
          {items}
        </ol>
      );
    }
    case 'rich_text_preformatted':
      return (
        <pre>
          <Inlines inlines={element.elements} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote class="text">
          <Inlines inlines={element.elements} />
        </blockquote>
      );
    default:
      return <Unknown kind="part of a rich text" what={element} />;
  }
}

function Inlines({ inlines }: { readonly inlines: readonly RichTextInline[] }) {
  return (
    <>
      {inlines.map((inline, place) => (
        <span key={place} class={styleOf(inline)}>
          <Inline inline={inline} />
        </span>
      ))}
    </>
  );
}

function Inline({ inline }: { readonly inline: RichTextInline }) {
  switch (inline.type) {
    case 'text':
      return <>{inline.text}</>;
    case 'link':
      return <Link url={inline.url} label={inline.text ?? inline.url} />;
    case 'user':
      return <Person id={inline.user_id} />;
    case 'usergroup':
      return <Group id={inline.usergroup_id} />;
    case 'channel':
      return <Channel id={inline.channel_id} />;
    case 'emoji':
      return <>:{inline.name}:</>;
    case 'broadcast':
      return <span class="mention me">@{inline.range}</span>;
    default:
      return <Unknown kind="part of a rich text" what={inline} />;
  }
}

/** The names of the styles that are on, which are those of our classes. */
function styleOf(inline: RichTextInline): string | undefined {
  if (!('style' in inline) || !inline.style) return undefined;
  const on = Object.entries(inline.style).flatMap(([name, isOn]) => (isOn ? [name] : []));
  return on.join(' ');
}
