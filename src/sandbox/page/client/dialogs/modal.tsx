import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Filled, ShownView } from '../../contract.js';
import { Blocks } from '../blocks/blocks.js';
import { type Form, SurfaceProvider } from '../blocks/surface.js';
import { keepTabInside } from '../keys.js';
import { useSession } from '../session.js';
import { emptyRequired } from './required.js';

interface Props {
  readonly view: ShownView;
  /** A question lies above it. */
  readonly isBelow: boolean;
}

/** The modal before the person. Escape closes it, which decides nothing. */
export function Modal({ view, isBelow }: Props) {
  const { state, act } = useSession();
  const [filled, setFilled] = useState<Readonly<Record<string, Filled>>>({});
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const [isWorking, setWorking] = useState(false);
  const [trouble, setTrouble] = useState('');
  const dialog = useFocus(view);
  const { id, errors, values } = view;

  const form = useMemo<Form>(
    () => ({
      filled,
      errors: { ...errors, ...missing },
      fill: (blockId, value) => {
        setFilled((before) => ({ ...before, [blockId]: value }));
        setMissing({});
      },
      keep: (blockId, value) => {
        void act({ do: 'fill', view: id, values: { [blockId]: value } });
      },
    }),
    [filled, errors, missing, act, id],
  );
  const submit = async () => {
    const empty = emptyRequired(view, filled);
    setMissing(empty);
    if (isWorking || !view.submit || Object.keys(empty).length > 0) return;
    setTrouble('');
    setWorking(true);
    const outcome = await act({ do: 'submit', view: id, values: present(filled, view) });
    setWorking(false);
    if (!outcome.done) setTrouble(outcome.why);
  };
  const close = () => void act({ do: 'close', view: id });
  const onKeyDown = (event: KeyboardEvent) => {
    if (dialog.current) keepTabInside(event, dialog.current);
    if (event.key === 'Escape') close();
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit();
  };
  return (
    <div class="veil" inert={isBelow}>
      <dialog
        open
        class="modal"
        ref={dialog}
        data-landmark
        tabIndex={-1}
        aria-label={view.title}
        onKeyDown={onKeyDown}
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <header>
            <img src="icon.svg" alt="" width="24" height="24" />
            <h2 class="title">{view.title}</h2>
            <button type="button" class="plain close" aria-label="Close" onClick={close}>
              ✕
            </button>
          </header>
          <div class="modal-body">
            <SurfaceProvider value={{ target: { view: id }, values, form }}>
              <Blocks blocks={view.blocks} />
            </SurfaceProvider>
          </div>
          <footer>
            {trouble && (
              <p class="trouble error" role="alert">
                {trouble}
              </p>
            )}
            <p class="from quiet">from {state.app.name}</p>
            <button type="button" class="button" onClick={close}>
              {view.close ?? 'Close'}
            </button>
            {view.submit && (
              <button
                type="submit"
                class="button primary"
                disabled={view.isSubmitDisabled}
                aria-busy={isWorking}
              >
                {isWorking && <span class="spinner" />}
                {view.submit}
              </button>
            )}
          </footer>
        </form>
      </dialog>
    </div>
  );
}

/** What was filled in and still has its input: the app may have drawn the modal anew. */
function present(
  filled: Readonly<Record<string, Filled>>,
  { blocks }: ShownView,
): Readonly<Record<string, Filled>> {
  const inputs = blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
  return Object.fromEntries(Object.entries(filled).filter(([name]) => inputs.includes(name)));
}

/** The focus is in the modal from its first drawing on, and goes back to where it was. */
function useFocus({ hash }: ShownView) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) window.setTimeout(() => before.focus());
    };
  }, []);
  useEffect(() => {
    const element = dialog.current;
    if (
      !element ||
      (element.contains(document.activeElement) && element !== document.activeElement)
    )
      return;
    (element.querySelector<HTMLElement>('[data-first="true"]') ?? element).focus();
  }, [hash]);
  return dialog;
}
