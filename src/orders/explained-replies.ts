import { z } from 'zod';
import { presentable } from './explanation.js';
import { check, parseJson } from './json.js';
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

/** Runbook «Wait for Async Processing»: one poll's reply. */
export const readCancelStatus: Read<CancelStatus> = (text, id, token) => {
  const reply = z
    .looseObject({
      order_id: z.literal(id),
      status: z.enum(['processing', 'completed', 'failed']),
      error: explanation,
    })
    .transform(({ status, error }): CancelStatus => {
      if (status !== 'failed') return { status };
      return { status, error: presentable(error ?? '', token) || 'no reason given' };
    });
  return check(parseJson(text), reply);
};

/** Runbook «Check Reinstatement Eligibility». */
export const readEligibility: Read<{ readonly eligible: boolean; readonly reason?: string }> = (
  text,
  id,
  token,
) => {
  const reply = z
    .looseObject({ order_id: z.literal(id), eligible: z.boolean(), reason: explanation })
    .transform(({ eligible, reason }) => {
      const why = presentable(reason ?? '', token);
      return why ? { eligible, reason: why } : { eligible };
    });
  return check(parseJson(text), reply);
};
