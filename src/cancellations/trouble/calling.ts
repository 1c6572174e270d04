/** How #order-ops is called. */
export interface Calling {
  /** #order-ops */
  readonly channel: string;
  /** ESCALATION_ACK_TIMEOUT, ms */
  readonly ackTimeout: number;
}
