import type { Block } from '../block-kit/blocks.js';
import type { Message } from '../messages.js';
import { asText } from '../text.js';
import type { Names } from '../text-of-mrkdwn.js';
import type { HomeView, ModalView, View } from '../views.js';

/** A view as a person saw it at one moment. */
export class Screen<V extends View = View> {
  constructor(
    readonly view: V,
    /** What the app found wrong at the last submit, by block_id. */
    readonly errors: Readonly<Record<string, string>>,
    private readonly names: Names,
  ) {}

  /** All of it as plain lines, the errors under their inputs. */
  text(): string {
    return asText(this.view, this.names, this.errors);
  }

  /** Whether these words stand anywhere on it, on a button for instance. */
  has(words: string): boolean {
    return this.text().includes(words);
  }
}

/** An open modal as a person saw it. */
export type Modal = Screen<ModalView>;
/** The App Home tab as a person saw it. */
export type Home = Screen<HomeView>;

/** What a person can act on. */
export type Target = Message | Screen;

/** Words that must be read on it, or a condition of its own. */
export type Match<T> = string | RegExp | ((drawing: T, text: string) => boolean);

/** Whether a drawing that reads as `text` is the one meant. */
export function matches<T>(match: Match<T>, drawing: T, text: string): boolean {
  if (typeof match === 'string') return text.includes(match);
  return match instanceof RegExp ? match.test(text) : match(drawing, text);
}

/** The blocks of a target. */
export function blocksOf(target: Target): readonly Block[] {
  return target instanceof Screen ? target.view.blocks : target.blocks;
}
