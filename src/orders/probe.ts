import type { FailureCode } from '../runbook/failures.js';
import { OrderServiceError } from './errors.js';
import type { OrderService } from './order-service.js';

/**
 * Whether the order service can be worked with: asks for `userId`'s roles, once, within `within`
 * ms, which changes nothing. A person it does not know is an answer too: only a refusal of the
 * bot's own token, or no answer (5xx included), is no. Never rejects for an OrderServiceError.
 */
export async function probeOrderService(
  service: OrderService,
  userId: string,
  within: number,
): Promise<'ok' | FailureCode> {
  try {
    await service.as(userId, { tries: 1, within }).roles();
    return 'ok';
  } catch (error) {
    if (!(error instanceof OrderServiceError)) throw error;
    const bad = error.code === 'bad_service_token' || error.code === 'order_service_unavailable';
    return bad ? error.code : 'ok';
  }
}
