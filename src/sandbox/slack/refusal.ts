/** How the local Slack says no: an `ok: false` answer with Slack's own error code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    /** Slack's error code, such as `channel_not_found`. */
    readonly code: string,
    /** What explains it, in `response_metadata.messages`. */
    readonly messages: readonly string[] = [],
    /** Further fields of the answer, such as `needed` and `provided` of `missing_scope`. */
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super([code, ...messages].join('\n'));
  }

  /** The body that a caller receives. */
  get body(): Record<string, unknown> {
    const metadata =
      this.messages.length > 0 ? { response_metadata: { messages: this.messages } } : {};
    return { ok: false, error: this.code, ...this.fields, ...metadata };
  }
}

/** The call came too early: HTTP 429 with `Retry-After`. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';

  /** `retryAfter` in whole seconds. */
  constructor(readonly retryAfter: number) {
    super(`ratelimited: retry after ${retryAfter} s`);
  }
}
