import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { TextObject } from '../blocks/text-object.js';
import { keepTabInside } from '../keys.js';
import type { Question } from './question.js';

/** A question with whom to tell the answer. */
export interface Asked {
  readonly question: Question;
  readonly answer: (isAccepted: boolean) => void;
}

export function useQuestion() {
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback(
    (question: Question) =>
      new Promise<boolean>((resolve) => {
        const answer = (isAccepted: boolean) => {
          setAsked(undefined);
          resolve(isAccepted);
        };
        setAsked({ question, answer });
      }),
    [],
  );
  return { question: asked, ask };
}

/** The dialog itself. Escape denies. */
export function Confirm({ asked: { question, answer } }: { readonly asked: Asked }) {
  const { title, text, confirm, deny, style = 'primary' } = question;
  const dialog = useRef<HTMLDialogElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement) window.setTimeout(() => before.focus());
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (dialog.current) keepTabInside(event, dialog.current);
    if (event.key === 'Escape') answer(false);
  };
  return (
    <div class="veil">
      <dialog
        open
        class="confirm"
        ref={dialog}
        data-landmark
        tabIndex={-1}
        aria-label={title.text}
        onKeyDown={onKeyDown}
      >
        <h2 class="title">{title.text}</h2>
        <p class="question">
          <TextObject text={text} />
        </p>
        <footer>
          <button type="button" class="button" ref={first} onClick={() => answer(false)}>
            {deny.text}
          </button>
          <button type="button" class={`button ${style}`} onClick={() => answer(true)}>
            {confirm.text}
          </button>
        </footer>
      </dialog>
    </div>
  );
}
