/** Somebody tried what Slack's own client does not let them do; the message says what they see instead. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}
