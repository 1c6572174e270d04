import { useId } from 'preact/hooks';
import type { InputBlock } from '../../../slack/block-kit/blocks.js';
import { Checkboxes, RadioButtons, Select } from './choices.js';
import { chosenIn } from './elements.js';
import { type Form, useSurface } from './surface.js';
import { Unknown } from './unknown.js';

/** An input with its label, its hint and what is wrong with it. */
export function Input({ block }: { readonly block: InputBlock }) {
  const { form } = useSurface();
  const id = useId();
  const error = form?.errors[block.block_id];
  const { hint } = block;
  const describedBy = hint || error ? `${id}-said` : undefined;
  return (
    <div class={`block-input ${error ? 'wrong' : ''}`}>
      <p class="label" id={id}>
        {block.label.text}
        {block.optional && <span class="quiet"> (optional)</span>}
      </p>
      <Field block={block} labelledBy={id} describedBy={describedBy} />
      <div id={describedBy}>
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        {hint && <p class="hint quiet">{hint.text}</p>}
      </div>
    </div>
  );
}

interface FieldProps {
  readonly block: InputBlock;
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
}

const NO_FORM: Pick<Form, 'filled' | 'fill' | 'keep'> = {
  filled: {},
  fill: () => undefined,
  keep: () => undefined,
};

function Field({ block, ...named }: FieldProps) {
  const { values, form = NO_FORM } = useSurface();
  const { element, block_id: blockId } = block;
  const state = values?.[blockId]?.[element.action_id];
  const filled = form.filled[blockId];
  const chosen = filled === undefined ? chosenIn(state) : [filled ?? []].flat();
  const choose = (value: string | readonly string[]) => {
    form.fill(blockId, value);
    form.keep(blockId, value);
  };
  switch (element.type) {
    case 'plain_text_input': {
      const text = filled ?? (state?.type === element.type ? state.value : null) ?? '';
      const common = {
        value: String(text),
        placeholder: element.placeholder?.text,
        maxLength: element.max_length ?? 3000,
        'aria-labelledby': named.labelledBy,
        'aria-describedby': named.describedBy,
        'data-first': element.focus_on_load,
        onInput: ({ currentTarget }: { currentTarget: { value: string } }) =>
          form.fill(blockId, currentTarget.value),
        onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
          form.keep(blockId, currentTarget.value),
      };
      return element.multiline ? (
        <textarea rows={4} {...common} />
      ) : (
        <input type="text" {...common} />
      );
    }
    case 'static_select':
      return <Select select={element} chosen={chosen} choose={choose} {...named} />;
    case 'radio_buttons':
      return <RadioButtons radios={element} chosen={chosen} choose={choose} {...named} />;
    case 'checkboxes':
      return <Checkboxes boxes={element} chosen={chosen} choose={choose} {...named} />;
    default:
      return <Unknown kind="input" what={element} />;
  }
}
