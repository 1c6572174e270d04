/** The bot cannot start, and no waiting mends it; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: 'slack_token_refused' | 'port_unavailable';

  constructor(code: StartError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
