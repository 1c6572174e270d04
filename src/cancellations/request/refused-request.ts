import type { FailureCode } from '../../runbook/failures.js';
import type { Parts } from '../parts.js';
import type { RequestOutcome } from './request-outcome.js';

/** A request that came to nothing, as the trail keeps it. */
interface RefusedRequest {
  readonly orderId: string;
  /** Who asked. */
  readonly slackId: string;
  readonly code: FailureCode;
  /** What it was refused for. */
  readonly found?: Readonly<Record<string, unknown>>;
}

/** Why a request came to nothing; undefined where it did not. */
export function refusalOf(
  outcome: RequestOutcome,
): Pick<RefusedRequest, 'code' | 'found'> | undefined {
  switch (outcome.kind) {
    case 'requested':
      return undefined;
    case 'live_run':
      return { code: 'live_run', found: { holder: outcome.holder.runId } };
    case 'changed':
      return { code: 'order_changed', found: { verdicts: outcome.assessment.verdicts } };
    case 'blocked': {
      const { assessment } = outcome;
      if (assessment.kind === 'not_entitled') {
        const { role } = assessment;
        const code = role.word === 'blocked' ? role.code : 'not_entitled';
        return { code, found: { verdicts: [role] } };
      }
      const { verdicts, unread } = assessment;
      const blocking = verdicts.find(({ word }) => word === 'blocked');
      const code = blocking?.word === 'blocked' ? blocking.code : (unread?.code ?? 'internal');
      return { code, found: { verdicts } };
    }
  }
}

/** Writes a refused request to the trail. There is no run that it could belong to. */
export async function noteRefused(
  { records }: Pick<Parts, 'records'>,
  { orderId, slackId, code, found }: RefusedRequest,
): Promise<void> {
  const data = { code, ...found };
  await records.note({ event: 'request_refused', orderId, actor: slackId, data });
}
