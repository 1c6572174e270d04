import { z } from 'zod';
import { CONVERSATION } from './failures/conversation.js';
import type { Failure } from './failures/failure.js';
import { ORDER } from './failures/order.js';
import { PEOPLE } from './failures/people.js';
import { SERVICE } from './failures/service.js';
import { WAY_BACK } from './failures/way-back.js';

/**
 * Every way in which a request or a run can be refused or fail: a stable code, what it means, what
 * the bot does and what a person does about it. Scripts and people rely on the codes;
 * docs/failures.md is their reference. Runbook: «Error Handling».
 */
export const FAILURES = {
  ...PEOPLE,
  ...ORDER,
  ...SERVICE,
  ...WAY_BACK,
  ...CONVERSATION,
} as const satisfies Record<string, Failure>;

export type FailureCode = keyof typeof FAILURES;

/** A code as it was recorded. */
export const failureCodeSchema = z.custom<FailureCode>(
  (code) => typeof code === 'string' && Object.hasOwn(FAILURES, code),
);
