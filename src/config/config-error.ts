/** One setting that is wrong. */
export interface ConfigFault {
  readonly name: string;
  /** To be read after the name. Never a secret's value. */
  readonly problem: string;
  /** What to do about it. */
  readonly advice: string;
}

/** The settings do not allow a start. The message has a line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly ConfigFault[]) {
    super(faults.map(({ name, problem, advice }) => `${name}: ${problem}. ${advice}.`).join('\n'));
  }
}
