import { NotPossible } from '../slack/index.js';

/**
 * A line's words: parted by spaces, save where double quotes hold them together, as in
 * `notes="customer asked"`. @throws NotPossible for a quote that is never closed
 */
export function wordsOf(line: string): string[] {
  if ((line.match(/"/g)?.length ?? 0) % 2 === 1) {
    throw new NotPossible('A quote is never closed.');
  }
  const words = line.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}

/** `name=value` words as pairs. @throws NotPossible for a word that is none */
export function pairsOf(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.map((word) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new NotPossible(`«${word}» is no name=value; spaces need quotes: notes="for a test".`);
    }),
  );
}
