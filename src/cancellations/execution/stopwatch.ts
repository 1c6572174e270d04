/**
 * How long something has taken by recorded times: begun at one, and asked with each later one. Epoch ms
 * and ms. A clock that is set back takes nothing away: no limit is late by the jump. What it went on
 * from had taken `alreadyTaken`.
 */
export function stopwatch(begun: number, alreadyTaken = 0): (now: number) => number {
  let taken = alreadyTaken;
  let last = begun;
  return (now) => {
    taken += Math.max(0, now - last);
    last = now;
    return taken;
  };
}
