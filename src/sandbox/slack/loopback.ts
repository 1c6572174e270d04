/** Every body that the local Slack reads is bounded to 1 MB. */
export const LARGEST_BODY_BYTES = 1_000_000;

/** Whether a host, with or without a port, names this machine. A page elsewhere that reaches us by DNS does not. */
export function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}
