/** Times at which the runbook's cancellation window is open. */
export type BusinessHours = readonly OpenHours[];

/** Luxon weekdays (1 = Monday), minutes since midnight: start included, end not; an IANA zone. */
export interface OpenHours {
  readonly weekdays: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly zone: string;
}
