import { field, Problem, shown } from './field.js';

/** A path segment of one of these is no order: the URL would mean another resource. */
const PATH_WORDS = ['', '.', '..'];

/** Every part of a pattern that can match a slash: an escape, a class, any character, a slash. */
const ATOM =
  /\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|p\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|[./]/gisu;

/**
 * A regular expression that an order id must match whole, compiled anchored. Refused where it
 * could match what is no single path segment: nothing, `.`, `..`, or anything with a slash.
 */
export const orderIdPattern = () =>
  field((text) => {
    // Alone first: «a)(b» would become valid between the anchors.
    const pattern = compile(text) && compile(`^(?:${text})$`);
    if (!pattern) return new Problem(`${shown(text)} is no regular expression`);
    const word = PATH_WORDS.find((candidate) => pattern.test(candidate));
    if (word !== undefined) return new Problem(`${shown(text)} matches "${word}"`);
    if (canMatchSlash(text)) return new Problem(`${shown(text)} can match a slash`);
    return pattern;
  });

/** Errs towards yes: an atom in a lookahead counts too. */
function canMatchSlash(text: string): boolean {
  return (text.match(ATOM) ?? []).some((atom) => compile(`^${atom}$`)?.test('/') ?? false);
}

function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}
