import { useState } from 'preact/hooks';
import type { ShownCall } from '../../contract.js';
import { useSession } from '../session.js';
import { exactTime } from '../times.js';

/** The last calls to the order service, the newest first; each tells all of itself when opened. */
export function Calls() {
  const { calls } = useSession().state;
  const [arePostsOnly, setPostsOnly] = useState(false);
  const shown = calls.filter(({ method }) => !arePostsOnly || method === 'POST');
  return (
    <section>
      <h2>
        Calls to the order service
        <label class="posts-only">
          <input
            type="checkbox"
            checked={arePostsOnly}
            onChange={() => setPostsOnly((before) => !before)}
          />
          POST only
        </label>
      </h2>
      {shown.length === 0 && <p class="quiet">None yet.</p>}
      <div class="calls">
        {shown.map((call) => (
          <OneCall key={call.place} call={call} />
        ))}
      </div>
    </section>
  );
}

function OneCall({ call }: { readonly call: ShownCall }) {
  const { at, method, path, status, key, isReplayed, effect, faults } = call;
  const isFine = /^2/.test(status);
  return (
    <details class={`call ${method === 'POST' ? 'is-post' : ''}`}>
      <summary>
        <time>{exactTime(at)}</time>
        <span class="method">{method}</span>
        <span class="path">{shortened(path)}</span>
        <span class={`answer ${isFine ? '' : 'is-bad'}`}>{status}</span>
        {key && <span class="key">key {key.slice(0, 8)}</span>}
        {effect && <span class="status is-cancelled">{effect}</span>}
        {isReplayed && <span class="status is-note">replayed</span>}
        {faults.map((fault) => (
          <span key={fault} class="status is-processing">
            fault: {fault}
          </span>
        ))}
      </summary>
      <dl>
        <Fact name="path" value={path} />
        <Fact name="X-User-ID" value={call.user} />
        <Fact name="X-Idempotency-Key" value={key} />
        <Fact name="X-Request-ID" value={call.requestId} />
        <Fact name="body" value={call.body} />
      </dl>
    </details>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  if (!value) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** What follows the version: all paths begin alike. */
function shortened(path: string): string {
  return path.replace(/^\/api\/v\d+\//, '');
}
