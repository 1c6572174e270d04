import type { BusinessHours } from './business-hours.js';

/** The runbook this bot carries out, as it is named in escalations. */
export const RUNBOOK = { id: 'CANCEL_ORDER', version: '3.1' } as const;

/** Runbook «Pre-checks» 2: the states in which an order can be cancelled. Any other word cannot. */
export const CANCELLABLE_STATES: readonly string[] = ['pending', 'in_progress', 'on_hold'];

/** Runbook «Risk Assessment», as it is shown with every preview. */
export const RISK = {
  level: 'Medium',
  impacts: ['billing reconciliation', 'customer notifications', 'downstream system cleanup'],
  mitigations: ['this preview', 'a rollback window', 'a full audit trail'],
} as const;

/** The runbook's figures, as the settings give them. All durations are ms. */
export interface Policy {
  readonly cancelRoles: readonly string[];
  readonly cancelReasons: readonly string[];
  readonly fourEyes: 'policy' | 'always';
  /** Who of the entitled may decide alone where a second person is needed; none as a rule. */
  readonly breakGlassRoles: readonly string[];
  /** Anchored: matches a whole order id or nothing. */
  readonly orderIdPattern: RegExp;
  readonly businessHours: BusinessHours;
  /** Ask for business hours even where the order's metadata does not. */
  readonly businessHoursRequired: boolean;
  readonly autoApprovalMaxAge: number;
  readonly confirmTimeout: number;
  readonly rollbackWindow: number;
  readonly pollInterval: number;
  readonly pollTimeout: number;
  readonly rateLimitWait: number;
  readonly retryBase: number;
  /** Tries in all, the first counted. */
  readonly retryAttempts: number;
  readonly postCheckInterval: number;
  readonly postCheckTimeout: number;
  readonly escalationAckTimeout: number;
  /** Allowed for in every comparison with a time from upstream. */
  readonly clockSkew: number;
}
