import type { ShownFault } from '../../contract.js';
import { useSession } from '../session.js';

/** What can go wrong at the order service, to be switched on and off. */
export function Faults() {
  const { state, act } = useSession();
  const { faults } = state;
  const others = faults.filter(({ isFirst }) => !isFirst);
  const on = faults.filter(({ isOn }) => isOn).length;
  return (
    <section>
      <h2>
        Faults of the order service
        {on > 0 && (
          <button type="button" class="link" onClick={() => act({ do: 'clear faults' })}>
            all off
          </button>
        )}
      </h2>
      {faults
        .filter(({ isFirst }) => isFirst)
        .map((fault) => (
          <Switch key={fault.name} fault={fault} />
        ))}
      <details open={others.some(({ isOn }) => isOn)}>
        <summary>{others.length} more</summary>
        {others.map((fault) => (
          <Switch key={fault.name} fault={fault} />
        ))}
      </details>
    </section>
  );
}

function Switch({ fault: { name, description, isOn } }: { readonly fault: ShownFault }) {
  const { act } = useSession();
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={() => act({ do: 'switch fault', name, isOn: !isOn })}
      />
      <span class="what">
        <strong>{name.replaceAll('-', ' ')}</strong>
        <span class="quiet">{description}</span>
      </span>
    </label>
  );
}
