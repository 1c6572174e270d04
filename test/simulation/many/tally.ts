import type { Report } from './report.js';

/** The sum of many seeds. */
export class Tally {
  readonly failed: Report[] = [];
  #seeds = 0;
  readonly #figures = new Map<string, number>();
  readonly #struck = new Map<string, number>();

  add(report: Report): void {
    this.#seeds += 1;
    for (const [name, count] of Object.entries(report.figures)) add(this.#figures, name, count);
    for (const [kind, count] of Object.entries(report.struck)) add(this.#struck, kind, count);
    if (report.violations.length > 0) this.failed.push(report);
  }

  get seeds(): number {
    return this.#seeds;
  }

  /** The sum of one figure of the reports. */
  figure(name: keyof Report['figures']): number {
    return this.#figures.get(name) ?? 0;
  }

  /** How often faults of a room struck: `orders`, `slack`, `process`, `people`. */
  struckIn(room: string): number {
    return [...this.#struck]
      .filter(([kind]) => kind.startsWith(`${room}:`))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** As a table for people. */
  lines(): readonly string[] {
    const violations = this.failed.reduce((sum, { violations: found }) => sum + found.length, 0);
    const faults = [...this.#struck.values()].reduce((sum, count) => sum + count, 0);
    return [
      line('seeds', this.#seeds),
      line('runs', this.figure('runs')),
      line('clicks', this.figure('clicks')),
      line('cancellations and reinstatements', this.figure('effects')),
      line('virtual hours', Math.round(this.figure('virtualMs') / 3_600_000)),
      line('statements of the database', this.figure('statements')),
      line('crashes', this.figure('kills')),
      line('takeovers', this.figure('takeovers')),
      line('faults struck', faults),
      ...[...this.#struck].sort().map(([kind, count]) => line(`  ${kind}`, count)),
      line('violations', violations),
    ];
  }
}

function add(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}

function line(name: string, count: number): string {
  return `${name.padEnd(55)}${String(count).padStart(12)}`;
}
