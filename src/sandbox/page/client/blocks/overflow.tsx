import { useRef } from 'preact/hooks';
import type { Option } from '../../../slack/block-kit/options.js';

interface Props {
  readonly options: readonly Option[];
  readonly choose: (value: string) => void;
}

/** A menu behind three dots. */
export function Overflow({ options, choose }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const take = (value: string) => {
    if (menu.current) menu.current.open = false;
    choose(value);
  };
  return (
    <details class="overflow" ref={menu}>
      <summary class="button" aria-label="More actions">
        …
      </summary>
      <div class="menu">
        {options.map(({ value, text }) => (
          <button key={value} type="button" onClick={() => take(value)}>
            {text.text}
          </button>
        ))}
      </div>
    </details>
  );
}
