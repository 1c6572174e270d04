/** Slack's times (`seconds.micros`, or epoch seconds and ms) in the reader's own zone and language. */

const DAY: Intl.DateTimeFormatOptions = { weekday: 'long', month: 'long', day: 'numeric' };
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const WITH_SECONDS: Intl.DateTimeFormatOptions = { ...TIME, second: '2-digit' };

/** `14:02`, of a message's `ts`. */
export function time(ts: string): string {
  return formatted(Number(ts) * 1000, TIME);
}

/** `14:02:05`, of epoch ms. */
export function exactTime(at: number): string {
  return formatted(at, WITH_SECONDS);
}

/** `Today`, or `Friday, 13 March`, of a message's `ts`. */
export function day(ts: string): string {
  const named = formatted(Number(ts) * 1000, DAY);
  return named === formatted(Date.now(), DAY) ? 'Today' : named;
}

const PARTS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { ...DAY, year: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { ...DAY, year: 'numeric' },
  time: TIME,
  time_secs: WITH_SECONDS,
};

/**
 * A date as `<!date^seconds^format|fallback>` has it; undefined where the format holds what this
 * page does not know, and its fallback stands instead.
 */
export function formattedDate(seconds: number, format: string): string | undefined {
  let isKnown = Number.isFinite(seconds);
  const text = format.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const part = PARTS[name];
    if (part && isKnown) return formatted(seconds * 1000, part);
    isKnown = false;
    return '';
  });
  return isKnown ? text : undefined;
}

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(undefined, options).format(at);
}
