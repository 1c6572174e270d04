import type { Parts } from '../parts.js';
import type { Press, Refused } from '../request/second-look.js';
import type { Cancellation } from '../run/record.js';
import type { Resolution } from '../run/trouble.js';

export type MayResolve = { readonly kind: 'may'; readonly run: Cancellation } | Refused;
export type Resolved = { readonly kind: 'resolved'; readonly run: Cancellation } | Refused;

/** «Resolved by hand» pressed: the role, and whether the run is in trouble at all. */
export async function mayResolve(_parts: Parts, _press: Press): Promise<MayResolve> {
  throw new Error('not built');
}

/** The modal's submit: refused where the order service says otherwise, naming it in `detail`. */
export async function resolveByHand(
  _parts: Parts,
  _press: Press,
  _said: Pick<Resolution, 'truth' | 'note'>,
): Promise<Resolved> {
  throw new Error('not built');
}
