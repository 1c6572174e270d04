import type { RichTextElement, RichTextInline } from './block-kit/rich-text.js';
import type { Names } from './text-of-mrkdwn.js';

/** The elements of a `rich_text` block as they read on the screen. */
export function richTextLines(elements: readonly RichTextElement[], names: Names): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case 'rich_text_list':
        return element.elements.map((item, index) => {
          const bullet = element.style === 'ordered' ? `${index + 1}.` : '•';
          return `${'  '.repeat(element.indent ?? 0)}${bullet} ${line(item.elements, names)}`;
        });
      case 'rich_text_quote':
        return [`> ${line(element.elements, names)}`];
      default:
        return [line(element.elements, names)];
    }
  });
}

function line(inlines: readonly RichTextInline[], names: Names): string {
  return inlines.map((inline) => inlineText(inline, names)).join('');
}

function inlineText(inline: RichTextInline, names: Names): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text ? `${inline.text} (${inline.url})` : inline.url;
    case 'user':
      return `@${names.person(inline.user_id) ?? inline.user_id}`;
    case 'usergroup':
      return `@${inline.usergroup_id}`;
    case 'channel':
      return `#${names.channel(inline.channel_id) ?? inline.channel_id}`;
    case 'emoji':
      return `:${inline.name}:`;
    case 'broadcast':
      return `@${inline.range}`;
  }
}
