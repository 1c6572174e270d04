import type { ShownProcess } from '../../contract.js';
import { useSession } from '../session.js';
import { exactTime } from '../times.js';

const SAID: Readonly<Record<ShownProcess['state'], string>> = {
  starting: 'starting',
  serving: 'serving',
  stopping: 'stopping',
  dead: 'dead',
};

/** The app's process: how it stands, and the button that kills it. */
export function Process() {
  const { state, act } = useSession();
  const { app, process } = state;
  const { pid, events } = process;
  return (
    <section class="process">
      <h2>{app.name}, the real process</h2>
      <div class="standing">
        <p role="status">
          <span class={`lamp ${process.state}`} /> <strong>{SAID[process.state]}</strong>
          {pid !== undefined && <span class="quiet"> · process {pid}</span>}
        </p>
        {process.state === 'dead' ? (
          <button type="button" class="button" onClick={() => act({ do: 'start' })}>
            Start
          </button>
        ) : (
          <button
            type="button"
            class="button danger"
            title="SIGKILL, whatever it is doing, and a new start on the same data"
            disabled={process.state !== 'serving'}
            onClick={() => act({ do: 'kill' })}
          >
            Kill it (SIGKILL)
          </button>
        )}
      </div>
      <ol class="events">
        {events
          .map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <time>{exactTime(at)}</time> <span>{text}</span>
            </li>
          ))
          .slice(-4)}
      </ol>
    </section>
  );
}
