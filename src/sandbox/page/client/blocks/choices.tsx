import { useId } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.js';
import type { Option } from '../../../slack/block-kit/options.js';
import { TextObject } from './text-object.js';

interface Choice {
  /** The values of the options that are chosen. */
  readonly chosen: readonly string[];
  readonly choose: (value: string) => void;
  /** The id of what names it. */
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
}

export function Select({
  select,
  chosen,
  choose,
  labelledBy,
  describedBy,
}: Choice & { readonly select: Extract<Element, { type: 'static_select' }> }) {
  const { placeholder, options = [], option_groups: groups = [] } = select;
  return (
    <select
      value={chosen[0] ?? ''}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-label={labelledBy ? undefined : (placeholder?.text ?? 'Choose')}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {chosen.length === 0 && (
        <option value="" disabled>
          {placeholder?.text ?? 'Choose an option'}
        </option>
      )}
      <SelectOptions options={options} />
      {groups.map(({ label, options: grouped }) => (
        <optgroup key={label.text} label={label.text}>
          <SelectOptions options={grouped} />
        </optgroup>
      ))}
    </select>
  );
}

function SelectOptions({ options }: { readonly options: readonly Option[] }) {
  return (
    <>
      {options.map(({ value, text, description }) => (
        <option key={value} value={value}>
          {text.text}
          {description ? ` – ${description.text}` : ''}
        </option>
      ))}
    </>
  );
}

export function RadioButtons({
  radios,
  chosen,
  choose,
  labelledBy,
  describedBy,
}: Choice & { readonly radios: Extract<Element, { type: 'radio_buttons' }> }) {
  const name = useId();
  return (
    <div
      class="choices"
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    >
      {radios.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={chosen.includes(option.value)}
            onChange={() => choose(option.value)}
          />
          <OptionText option={option} />
        </label>
      ))}
    </div>
  );
}

export function Checkboxes({
  boxes,
  chosen,
  choose,
  labelledBy,
  describedBy,
}: Omit<Choice, 'choose'> & {
  readonly boxes: Extract<Element, { type: 'checkboxes' }>;
  readonly choose: (values: readonly string[]) => void;
}) {
  const toggle = (value: string) =>
    choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: its label is the input block's, outside of it
    <div class="choices" role="group" aria-labelledby={labelledBy} aria-describedby={describedBy}>
      {boxes.options.map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          <OptionText option={option} />
        </label>
      ))}
    </div>
  );
}

function OptionText({ option: { text, description } }: { readonly option: Option }) {
  return (
    <span>
      <TextObject text={text} />
      {description && (
        <span class="quiet">
          {' '}
          <TextObject text={description} />
        </span>
      )}
    </span>
  );
}
