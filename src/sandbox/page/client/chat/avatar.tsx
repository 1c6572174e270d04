interface Props {
  readonly id: string;
  readonly name: string;
  readonly isApp?: boolean;
  readonly size?: 'small' | 'usual';
}

const HUES = 6;

/** A coloured square with the first letter of a name. */
export function Avatar({ id, name, isApp = false, size = 'usual' }: Props) {
  const hue = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % HUES;
  return (
    <span class={`avatar ${size} ${isApp ? 'of-app' : `hue-${hue}`}`} aria-hidden="true">
      {isApp ? <img src="icon.svg" alt="" /> : name.slice(0, 1).toUpperCase()}
    </span>
  );
}

/** How often somebody was spoken to and has not looked, or that there is something new at all. */
export function Badge({
  mentions,
  hasUnread,
}: {
  readonly mentions: number;
  readonly hasUnread: boolean;
}) {
  if (mentions > 0) {
    return (
      <span class="badge">
        {mentions}
        <span class="unseen"> new for them</span>
      </span>
    );
  }
  if (!hasUnread) return null;
  return (
    <span class="dot">
      <span class="unseen">something new</span>
    </span>
  );
}
