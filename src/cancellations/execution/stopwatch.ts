/**
 * How long something has taken by recorded times: begun at one, and asked with each later one. Epoch ms
 * and ms. A clock that is set back takes nothing away: no limit is late by the jump.
 */
export function stopwatch(begun: number): (now: number) => number {
  let taken = 0;
  let last = begun;
  return (now) => {
    taken += Math.max(0, now - last);
    last = now;
    return taken;
  };
}
