/** A piece of a mrkdwn text. */
export type Piece =
  | { readonly kind: 'text' | 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'quote'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'person' | 'channel' | 'group'; readonly id: string; readonly label: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | {
      readonly kind: 'date';
      /** Epoch seconds. */
      readonly seconds: number;
      readonly format: string;
      readonly fallback: string;
    };

/** Reads Slack's mrkdwn. What is no markup is text, whatever it holds. */
export function readMrkdwn(text: string): readonly Piece[] {
  return text.split(/```([\s\S]+?)```/).flatMap((part, place): readonly Piece[] => {
    if (place % 2 === 1) return [{ kind: 'pre', text: unescaped(part) }];
    return readLines(part);
  });
}

const QUOTED = /^(?:&gt;|>) ?/;

/** Lines that begin with `>` are a quote, as far as they follow each other. */
function readLines(text: string): readonly Piece[] {
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const isQuote = QUOTED.test(line);
    const run = runs.at(-1);
    const read = line.replace(QUOTED, isQuote ? '' : '$&');
    if (run?.isQuote === isQuote) run.lines.push(read);
    else runs.push({ isQuote, lines: [read] });
  }
  return runs.flatMap(({ isQuote, lines }): readonly Piece[] => {
    const pieces = readInline(lines.join('\n'));
    return isQuote ? [{ kind: 'quote', pieces }] : pieces;
  });
}

const EMPHASIS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** `code`, <…>, or emphasis that stands at the edge of words and closes before the line ends. */
const MARKUP =
  /`(?<code>[^`\n]+)`|<(?<entity>[^<>\n]+)>|(?<![\p{L}\p{N}*_~])(?<sign>[*_~])(?=\S)(?<inside>(?:<[^<>\n]*>|`[^`\n]+`|[^<\n])+?)(?<=\S)\k<sign>(?![\p{L}\p{N}*_~])/gu;

function readInline(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > end) pieces.push(plain(text.slice(end, match.index)));
    pieces.push(pieceOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(plain(text.slice(end)));
  return pieces;
}

function pieceOf({ groups = {} }: RegExpMatchArray): Piece {
  const { code, entity, sign, inside = '' } = groups;
  if (code !== undefined) return { kind: 'code', text: unescaped(code) };
  if (entity !== undefined) return readEntity(entity);
  const kind = sign === '*' || sign === '_' || sign === '~' ? EMPHASIS[sign] : 'bold';
  return { kind, pieces: readInline(inside) };
}

/** What stands between < and >. */
function readEntity(entity: string): Piece {
  const bar = entity.indexOf('|');
  const target = bar < 0 ? entity : entity.slice(0, bar);
  const label = bar < 0 ? '' : unescaped(entity.slice(bar + 1));
  const id = target.slice(1);
  if (target.startsWith('@')) return { kind: 'person', id, label };
  if (target.startsWith('#')) return { kind: 'channel', id, label };
  const date = /^!date\^(\d+)\^([^^]*)/.exec(target);
  if (date) {
    const [, seconds, format = ''] = date;
    return { kind: 'date', seconds: Number(seconds), format, fallback: label };
  }
  if (target.startsWith('!subteam^')) {
    return { kind: 'group', id: target.slice('!subteam^'.length), label };
  }
  if (target.startsWith('!')) return { kind: 'broadcast', range: id };
  const url = unescaped(target);
  return { kind: 'link', url, label: label || url };
}

function plain(text: string): Piece {
  return { kind: 'text', text: unescaped(text) };
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
