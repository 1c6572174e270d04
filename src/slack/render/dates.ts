import { DateTime, Duration } from 'luxon';

/** `14:02 UTC`: a time (epoch ms) where Slack cannot show the reader's own. */
export function utcTime(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toFormat("HH:mm 'UTC'");
}

/** `23 Nov 14:02 UTC` (epoch ms). */
export function utcDayAndTime(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc', locale: 'en' }).toFormat("d LLL HH:mm 'UTC'");
}

/**
 * A time (epoch ms) in mrkdwn, shown in the reader's own zone. With the day, where it is another
 * one than that of `beside` (epoch ms), the time that the reader has in mind.
 */
export function slackTime(at: number, beside: number): string {
  const seconds = Math.floor(at / 1000);
  return sameDay(at, beside)
    ? `<!date^${seconds}^{time}|${utcTime(at)}>`
    : `<!date^${seconds}^{date_short} {time}|${utcDayAndTime(at)}>`;
}

/** `2 hours`, `1 hour, 30 minutes` (from ms). */
export function duration(length: number): string {
  return Duration.fromMillis(length, { locale: 'en' }).rescale().toHuman();
}

function sameDay(one: number, other: number): boolean {
  const day = (at: number) => DateTime.fromMillis(at, { zone: 'utc' }).toISODate();
  return day(one) === day(other);
}
