import { type Element, optionsOf } from './block-kit/elements.js';
import type { Option } from './block-kit/options.js';
import { type ElementState, initialState } from './block-kit/state-values.js';
import { type Names, plainly } from './text-of-mrkdwn.js';

/** An element as it reads on the screen, with what stands in it (at first, without `state`). */
export function elementText(element: Element, names: Names, state?: ElementState): string {
  const now = state ?? initialState(element);
  const label = ({ text, description }: Option) =>
    plainly(text, names) + (description ? ` – ${plainly(description, names)}` : '');
  switch (element.type) {
    case 'button':
      return `[ ${element.text.text} ]`;
    case 'overflow':
      return `[ … ${element.options.map(label).join(' | ')} ]`;
    case 'plain_text_input': {
      const value = now?.type === element.type ? now.value : null;
      return value ?? (element.placeholder ? `‹${element.placeholder.text}›` : '____');
    }
    case 'static_select': {
      const chosen = now?.type === element.type ? now.selected_option : null;
      const shown = chosen ? label(chosen) : (element.placeholder?.text ?? '');
      return `[ ${shown} ▾ ] (${optionsOf(element).map(label).join(' | ')})`;
    }
    case 'radio_buttons': {
      const chosen = now?.type === element.type ? now.selected_option?.value : undefined;
      return element.options
        .map((option) => `(${option.value === chosen ? 'o' : ' '}) ${label(option)}`)
        .join(' ');
    }
    case 'checkboxes': {
      const chosen = now?.type === element.type ? now.selected_options : [];
      const ticked = (option: Option) => chosen.some(({ value }) => value === option.value);
      return element.options
        .map((option) => `[${ticked(option) ? 'x' : ' '}] ${label(option)}`)
        .join(' ');
    }
  }
}
