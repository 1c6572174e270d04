/** What a code means to a person, what the bot does about it, and the next thing for a person to do. */
export interface Failure {
  /** All three are sentences without a full stop. */
  readonly meaning: string;
  readonly does: string;
  readonly advice: string;
}

export function failure(meaning: string, does: string, advice: string): Failure {
  return { meaning, does, advice };
}
