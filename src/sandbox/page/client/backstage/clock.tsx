import { useSession } from '../session.js';

const CLOCKS = [
  { clock: 'fast', label: 'Fast', does: '30 s become 1 s, 2 h become 2 min.' },
  { clock: 'real', label: 'Real', does: 'Everything takes as long as in life.' },
] as const;

/** How long things take. The app learns of it at a new start. */
export function ClockSwitch() {
  const { state, act } = useSession();
  const { clock, process, app } = state;
  const shown = CLOCKS.find((one) => one.clock === clock);
  return (
    <section>
      <h2>Clock</h2>
      <div class="clock">
        <div class="segments" role="radiogroup" aria-label="Clock">
          {CLOCKS.map((one) => (
            <label key={one.clock} class={one.clock === clock ? 'on' : ''}>
              <input
                type="radio"
                name="clock"
                checked={one.clock === clock}
                disabled={process.state !== 'serving'}
                onChange={() => act({ do: 'set clock', clock: one.clock })}
              />
              {one.label}
            </label>
          ))}
        </div>
        <p class="quiet">
          {shown?.does} A change starts {app.name} anew.
        </p>
      </div>
    </section>
  );
}
