import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useSession } from '../session.js';
import { suggestions } from './completion.js';
import { Suggestions } from './suggestions.js';

interface Props {
  readonly channel: string;
  readonly threadTs?: string;
  /** Whom or what one writes to. */
  readonly name: string;
}

/** Where one types: Enter sends, and a slash command completes itself. */
export function Composer({ channel, threadTs, name }: Props) {
  const { state, act, drafted, takeDraft } = useSession();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [isPutAway, setPutAway] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (drafted === undefined || threadTs) return;
    takeDraft();
    setText(drafted);
    setChosen(-1);
    field.current?.focus();
  }, [drafted, threadTs, takeDraft]);

  const all = threadTs ? [] : suggestions(text, state.app.commands, state.orders);
  const shown = isPutAway ? [] : all;
  const type = (typed: string) => {
    setText(typed);
    setPutAway(false);
    // Half a command's name is none, and Enter makes it whole; all else is sent as it is typed.
    const isWhole = state.app.commands.some(({ command }) => command === typed);
    setChosen(typed.startsWith('/') && !typed.includes(' ') && !isWhole ? 0 : -1);
  };
  const take = (place: number) => {
    const suggestion = shown[Math.max(0, place)];
    if (suggestion) type(suggestion.text);
    field.current?.focus();
  };
  const send = async () => {
    if (text.trim() === '') return;
    setText('');
    setChosen(-1);
    const outcome = await act({ do: 'say', channel, text, ...(threadTs && { threadTs }) });
    if (!outcome.done) setText((now) => now || text);
  };
  const move = (by: number) => {
    setChosen((now) => (now + by + shown.length + (now < 0 && by < 0 ? 1 : 0)) % shown.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, isComposing } = event;
    if (isComposing) return;
    const has = shown.length > 0;
    if (has && (key === 'ArrowDown' || key === 'ArrowUp')) move(key === 'ArrowDown' ? 1 : -1);
    else if (has && key === 'Tab' && !shiftKey) take(chosen);
    else if (has && key === 'Escape') setPutAway(true);
    else if (has && key === 'Enter' && chosen >= 0) take(chosen);
    else if (key === 'Enter' && !shiftKey) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Suggestions id={id} all={shown} chosen={chosen} take={take} />
      <textarea
        ref={field}
        data-landmark
        rows={Math.min(6, text.split('\n').length)}
        value={text}
        placeholder={`Message ${name}`}
        aria-label={`Message ${name}`}
        aria-autocomplete="list"
        aria-controls={id}
        aria-activedescendant={shown.length > 0 && chosen >= 0 ? `${id}-${chosen}` : undefined}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-label="Send" disabled={text.trim() === ''}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 2.5 14.5 8 2 13.5 3.6 9 9 8 3.6 7z" />
        </svg>
      </button>
    </form>
  );
}
