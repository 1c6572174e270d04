import type { Command, ShownOrder } from '../../contract.js';

/** Something that what is typed can become. */
export interface Suggestion {
  /** The whole text then. */
  readonly text: string;
  readonly label: string;
  readonly note: string;
}

/**
 * What a command that is being typed can become: a command's name, then the words that its usage
 * hint names, as in `[ORD-1001 | status ORD-1001 | list]`. Where the hint names an order, each order
 * is meant, after the words.
 */
export function suggestions(
  typed: string,
  commands: readonly Command[],
  orders: readonly ShownOrder[],
): readonly Suggestion[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const [name = '', ...words] = typed.split(/ +/);
  if (words.length === 0) {
    return commands
      .filter(({ command }) => command.startsWith(name))
      .map(({ command, description, usageHint }) => ({
        text: `${command} `,
        label: `${command} ${usageHint}`,
        note: description,
      }));
  }
  const command = commands.find((one) => one.command === name);
  if (!command) return [];
  const before = words.slice(0, -1);
  const begun = words.at(-1) ?? '';
  const written = [name, ...before].join(' ');
  const found = alternatives(command)
    .filter((words) => before.every((word, place) => fits(word, words[place], orders)))
    .flatMap((words) => nextWords(words, before.length, orders))
    .filter(({ word }) => word.toLowerCase().startsWith(begun.toLowerCase()) && word !== begun)
    .map(({ word, note, isLast }) => ({
      text: `${written} ${word}${isLast ? '' : ' '}`,
      label: word,
      note,
    }));
  const distinct = [...new Map(found.map((one) => [one.label, one])).values()];
  const isOfOrder = ({ label }: Suggestion) => isOrder(label, orders);
  return [...distinct.filter((one) => !isOfOrder(one)), ...distinct.filter(isOfOrder)];
}

function alternatives({ usageHint }: Command): readonly (readonly string[])[] {
  return usageHint
    .replace(/^\[(.*)\]$/, '$1')
    .split('|')
    .map((alternative) => alternative.trim().split(/\s+/));
}

function nextWords(words: readonly string[], place: number, orders: readonly ShownOrder[]) {
  const word = words[place];
  if (!word) return [];
  const isLast = words.length === place + 1;
  const rest = words.slice(place + 1).join(' ');
  if (!isOrder(word, orders)) return [{ word, note: rest, isLast }];
  return orders.map(({ id, status, notes }) => ({
    word: id,
    note: [status, ...notes].join(', '),
    isLast,
  }));
}

function fits(word: string, hinted: string | undefined, orders: readonly ShownOrder[]): boolean {
  return hinted !== undefined && (word === hinted || isOrder(hinted, orders));
}

function isOrder(word: string, orders: readonly ShownOrder[]): boolean {
  return orders.some(({ id }) => id === word);
}
