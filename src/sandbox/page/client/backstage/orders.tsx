import { useSession } from '../session.js';

/** The orders and how they stand. A press on one puts its id into the composer. */
export function Orders() {
  const { state, draft } = useSession();
  const [command] = state.app.commands;
  return (
    <section>
      <h2>Orders</h2>
      <div class="orders-box">
        <table class="orders">
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Status</th>
              <th scope="col">Billing</th>
            </tr>
          </thead>
          <tbody>
            {state.orders.map(({ id, status, cancelStatus, billing, notes }) => (
              <tr key={id}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    title="Put it into the composer"
                    onClick={() => draft([command?.command, id].join(' ').trim())}
                  >
                    {id}
                  </button>
                </th>
                <td>
                  <span class={`status ${status === 'cancelled' ? 'is-cancelled' : ''}`}>
                    {status}
                  </span>
                  {cancelStatus && cancelStatus !== 'completed' && (
                    <span class={`status is-${cancelStatus}`}>cancellation {cancelStatus}</span>
                  )}
                  {notes.map((note) => (
                    <span key={note} class="status is-note">
                      {note}
                    </span>
                  ))}
                </td>
                <td>{billing}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
