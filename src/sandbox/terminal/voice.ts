/** Where the sandbox speaks. */
export interface Voice {
  /** Prints lines, each on its own, beside whatever is being typed. */
  say(text: string): void;
}

/** What somebody sees, told apart from what the sandbox says: under a title, with a bar before it. */
export function framed(title: string, text: string): string {
  return [`┌ ${title}`, ...text.split('\n').map((line) => `│ ${line}`)].join('\n');
}

/** Orders and people may be called anything: no text may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}
