import { z } from 'zod';
import { presentable } from './explanation.js';
import { checkOf, parseJson } from './json.js';
import type { CancelStatus } from './order-service.js';
import type { Read } from './replies.js';

/** order-api.md names `error` and `reason` without a type: a text, or an error as bodies have it. */
const explanation = z
  .union([
    z.string(),
    z
      .looseObject({ code: z.string().optional(), message: z.string().optional() })
      .transform((error) => error.message ?? error.code ?? ''),
  ])
  .nullish();

const cancelStatusReply = z.looseObject({
  order_id: z.string(),
  status: z.enum(['processing', 'completed', 'failed']),
  error: explanation,
});
const eligibilityReply = z.looseObject({
  order_id: z.string(),
  eligible: z.boolean(),
  reason: explanation,
});

/** Runbook «Wait for Async Processing»: one poll's reply. */
export const readCancelStatus: Read<CancelStatus> = (text, id, token) => {
  const reply = checkOf(parseJson(text), 'order_id', id, cancelStatusReply);
  if (!reply.good) return reply;
  const { status, error } = reply.value;
  if (status !== 'failed') return { good: true, value: { status } };
  const why = presentable(error ?? '', token) || 'no reason given';
  return { good: true, value: { status, error: why } };
};

/** Runbook «Check Reinstatement Eligibility». */
export const readEligibility: Read<{ readonly eligible: boolean; readonly reason?: string }> = (
  text,
  id,
  token,
) => {
  const reply = checkOf(parseJson(text), 'order_id', id, eligibilityReply);
  if (!reply.good) return reply;
  const { eligible, reason } = reply.value;
  const why = presentable(reason ?? '', token);
  return { good: true, value: why ? { eligible, reason: why } : { eligible } };
};
