import { useEffect } from 'preact/hooks';

/** F6 goes from pane to pane, and to the composer, as in Slack; Shift+F6 back. */
export function usePanesByKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const panes = [...document.querySelectorAll<HTMLElement>('[data-landmark]')].filter(
        (pane) => pane.offsetParent !== null && pane.closest('[inert]') === null,
      );
      // The composer is one too, inside of its conversation: the innermost counts.
      const now = panes.findLastIndex((pane) => pane.contains(document.activeElement));
      const next = (now + (event.shiftKey ? -1 : 1) + panes.length) % panes.length;
      panes[next]?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

/** Keeps Tab inside of a dialog, from its last element to its first. */
export function keepTabInside(event: KeyboardEvent, dialog: HTMLElement): void {
  if (event.key !== 'Tab') return;
  const inside = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.offsetParent !== null,
  );
  const [first, last] = [inside[0], inside.at(-1)];
  const now = document.activeElement;
  const isLeaving = event.shiftKey ? now === first || now === dialog : now === last;
  if (!isLeaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
