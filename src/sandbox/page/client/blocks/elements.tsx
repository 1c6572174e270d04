import type { Element } from '../../../slack/block-kit/elements.js';
import type { ElementState } from '../../../slack/block-kit/state-values.js';
import { useSession } from '../session.js';
import { Button } from './button.js';
import { Checkboxes, RadioButtons, Select } from './choices.js';
import { Overflow } from './overflow.js';
import { useSurface } from './surface.js';
import { Unknown } from './unknown.js';

interface Props {
  readonly blockId: string;
  readonly elements: readonly Element[];
}

/** Elements that act at once, each by itself. */
export function Elements({ blockId, elements }: Props) {
  return (
    <>
      {elements.map((element) => (
        <OneElement key={element.action_id} blockId={blockId} element={element} />
      ))}
    </>
  );
}

function OneElement({ blockId, element }: { readonly blockId: string; readonly element: Element }) {
  const { act, ask } = useSession();
  const { target, values } = useSurface();
  const state = values?.[blockId]?.[element.action_id];
  const choose = async (value: string) => {
    const confirm = 'confirm' in element ? element.confirm : undefined;
    if (confirm && !(await ask(confirm))) return;
    await act({ do: 'choose', on: target, blockId, actionId: element.action_id, value });
  };
  switch (element.type) {
    case 'button':
      return <Button blockId={blockId} button={element} />;
    case 'overflow':
      return <Overflow options={element.options} choose={choose} />;
    case 'static_select':
      return <Select select={element} chosen={chosenIn(state)} choose={choose} />;
    case 'radio_buttons':
      return <RadioButtons radios={element} chosen={chosenIn(state)} choose={choose} />;
    case 'checkboxes': {
      const toggled = (all: readonly string[]) => {
        const before = chosenIn(state);
        const other = [...all, ...before].find((one) => all.includes(one) !== before.includes(one));
        if (other !== undefined) void choose(other);
      };
      return <Checkboxes boxes={element} chosen={chosenIn(state)} choose={toggled} />;
    }
    default:
      return <Unknown kind="element" what={element} />;
  }
}

/** The values of the options that are chosen. */
export function chosenIn(state: ElementState | undefined): readonly string[] {
  if (state?.type === 'checkboxes') return state.selected_options.map(({ value }) => value);
  if (state?.type === 'plain_text_input' || !state?.selected_option) return [];
  return [state.selected_option.value];
}
