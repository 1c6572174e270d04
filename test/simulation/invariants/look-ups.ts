import type { Sent } from '../world/order-network.js';
import type { Invariant } from './violation.js';

/** order-api.md «The look-up». */
const LOOK_UP = {
  cancel: ['cancel status', 'status', 'audit log'],
  reinstate: ['status'],
} as const;

/**
 * Before each further try of a POST a look-up, begun after the try before. What a replica sends that
 * was overtaken in that very moment is excused: engine-facts.md leaves that gap to the key.
 */
export const lookedUpBeforeEachRetry: Invariant = ({ sent }) =>
  sent.flatMap((post, index) => {
    if (post.key === undefined || post.isStale) return [];
    const before = sent.slice(0, index).findLastIndex((one) => one.key === post.key);
    const isExcused = before < 0 || sent[before]?.isStale;
    if (isExcused) return [];
    const missing = missingBetween(sent.slice(before + 1, index), post);
    return missing.length === 0
      ? []
      : [`${post.route} of ${post.path} was sent again without reading ${missing.join(', ')}`];
  });

function missingBetween(between: readonly Sent[], { route, path }: Sent): readonly string[] {
  const order = path.split('/').slice(0, 5).join('/');
  const read = between.filter((one) => one.path.startsWith(`${order}/`)).map((one) => one.route);
  const wanted = route === 'reinstate' ? LOOK_UP.reinstate : LOOK_UP.cancel;
  return wanted.filter((one) => !read.includes(one));
}
