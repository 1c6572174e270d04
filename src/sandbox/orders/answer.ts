/** What the service answers: JSON with a status, and whether giving it had an effect. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly effect?: 'cancellation' | 'reinstatement';
}

/** The service says no: an HTTP status, and a code and a message for the body. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  answer(): Answer {
    return { ...errorAnswer(this.status, this.code, this.message), headers: this.headers };
  }
}

/** The contract's one form of error. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
