/** The time, in ms since the epoch. Tests put in a clock of their own instead of waiting. */
export type Clock = () => number;

/** Makes the timestamps that name messages: `seconds.micros`, each later than the one before. */
export class Timestamps {
  private lastMicros = 0;

  constructor(private readonly clock: Clock) {}

  next(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Math.floor(this.clock() * 1000));
    return formatted(this.lastMicros);
  }
}

function formatted(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
