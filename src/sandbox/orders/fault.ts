/** Whether the call has its effect (or is read) before it goes wrong. */
export type When = 'before_effect' | 'after_effect';

/** An HTTP status with headers and a body; a body that is a string is sent as plain text. */
export interface StatusFault {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Default: `before_effect`. */
  readonly when?: When;
}

/** The connection is destroyed; `in_body`: after the effect, the headers and half the body. */
export interface BreakFault {
  readonly kind: 'break';
  readonly when: When | 'in_body';
}

/** No answer ever comes, and the connection stays open. */
export interface HangFault {
  readonly kind: 'hang';
  readonly when: When;
}

/** Sent elsewhere before the effect. */
export interface RedirectFault {
  readonly kind: 'redirect';
  readonly location: string;
  /** Default: 307, which a careless client follows with its headers and body. */
  readonly status?: 301 | 302 | 303 | 307 | 308;
}

/** 200, after the effect, with HTML, with broken JSON, or with JSON whose fields have wrong types. */
export interface GarbageFault {
  readonly kind: 'garbage';
  readonly form: 'html' | 'invalid_json' | 'wrong_schema';
}

/** The answer speaks of another order (of another user, for roles); default `ORD-9999`. */
export interface OtherOrderFault {
  readonly kind: 'other_order';
  readonly id?: string;
}

/** Sound JSON of the right shape, with padding; default 1.1 MB of it. */
export interface HugeFault {
  readonly kind: 'huge';
  readonly bytes?: number;
}

/** Before the effect (whose key is then in flight), or before the read; real ms. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly ms: number;
}

/** A read is answered by a replica that has not seen the order's newest event. */
export interface StaleFault {
  readonly kind: 'stale';
}

/** What is accepted stays in processing for so many ms; `Infinity`: until `settle`. */
export interface ProcessingFault {
  readonly kind: 'processing';
  readonly ms: number;
}

/** Met before anything is looked at: the effect never happens and the key stays free. */
export type ArrivalFault = StatusFault | BreakFault | HangFault | RedirectFault;
/** Met after execution: what was done is done, and the key's recorded answer is the true one. */
export type AnswerFault =
  | StatusFault
  | BreakFault
  | HangFault
  | GarbageFault
  | OtherOrderFault
  | HugeFault;

export type Fault = ArrivalFault | AnswerFault | DelayFault | StaleFault | ProcessingFault;

export function isArrivalFault(fault: Fault): fault is ArrivalFault {
  switch (fault.kind) {
    case 'status':
      return fault.when !== 'after_effect';
    case 'break':
    case 'hang':
      return fault.when === 'before_effect';
    default:
      return fault.kind === 'redirect';
  }
}

export function isAnswerFault(fault: Fault): fault is AnswerFault {
  return !isArrivalFault(fault) && !isDelay(fault) && !isStale(fault) && !isProcessing(fault);
}

export function isDelay(fault: Fault): fault is DelayFault {
  return fault.kind === 'delay';
}

export function isStale(fault: Fault): fault is StaleFault {
  return fault.kind === 'stale';
}

export function isProcessing(fault: Fault): fault is ProcessingFault {
  return fault.kind === 'processing';
}
