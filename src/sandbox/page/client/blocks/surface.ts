import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StateValues } from '../../../slack/block-kit/state-values.js';
import type { Filled, Target } from '../../contract.js';

/** What blocks stand on: a message, a modal or a Home tab. */
export interface Surface {
  readonly target: Target;
  /** What stands in its inputs, as Slack holds it. */
  readonly values?: StateValues;
  /** Of a modal: what is being filled in. */
  readonly form?: Form;
}

/** What the person at the page has put into the inputs of a modal. */
export interface Form {
  /** By `block_id`; what was not touched is absent. */
  readonly filled: Readonly<Record<string, Filled>>;
  fill(blockId: string, value: Filled): void;
  /** Tells Slack, so that it is still there when somebody else was looked at meanwhile. */
  keep(blockId: string, value: Filled): void;
  /** What is wrong, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
}

const Context = createContext<Surface | undefined>(undefined);

export const SurfaceProvider = Context.Provider;

/** @throws outside of a surface: a defect of the page */
export function useSurface(): Surface {
  const surface = useContext(Context);
  if (!surface) throw new Error('There is no surface');
  return surface;
}
