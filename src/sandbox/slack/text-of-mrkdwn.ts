import type { TextObject } from './block-kit/text-objects.js';

/** Finds the names behind ids; `undefined` for what is not known. */
export interface Names {
  person(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** Names for when there is no workspace at hand: ids stay ids. */
export const NO_NAMES: Names = { person: () => undefined, channel: () => undefined };

/** A text object as it reads on the screen: `mrkdwn` without its markup, `plain_text` as it is. */
export function plainly(text: TextObject, names: Names): string {
  if (text.type === 'plain_text') return text.text;
  const parts = text.text.split(/(<[^<>\n]*>)/);
  // Emphasis is taken off outside of <…> alone: a link keeps its underscores.
  const read = parts.map((part, index) =>
    index % 2 === 1 ? entity(part.slice(1, -1), names) : withoutEmphasis(part),
  );
  return unescaped(read.join(''));
}

function entity(inside: string, names: Names): string {
  const [target = '', label] = inside.split('|');
  const id = target.slice(1);
  if (target.startsWith('@')) return `@${names.person(id) ?? label ?? id}`;
  if (target.startsWith('#')) return `#${names.channel(id) ?? label ?? id}`;
  if (target.startsWith('!date^')) return label ?? target;
  if (target.startsWith('!subteam^')) return `@${target.slice('!subteam^'.length)}`;
  if (target.startsWith('!')) return `@${id}`;
  return label ? `${label} (${target})` : target;
}

function withoutEmphasis(text: string): string {
  const inCode = text.replace(/```([^`]+)```/g, '$1').replace(/`([^`\n]+)`/g, '$1');
  return inCode.replace(/(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])/g, '$2');
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
