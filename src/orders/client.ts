import { readCancelStatus, readEligibility } from './explained-replies.js';
import { type GetAnswer, getAnswer } from './get-answer.js';
import { createHttp, type Http, type HttpSettings, outcomeOfExchange } from './http.js';
import { orderSegment, userSegment } from './ids.js';
import type { OrderCalls, OrderService, Patience, PostAnswer } from './order-service.js';
import { postAnswer } from './post-answer.js';
import { readPreview } from './preview.js';
import * as replies from './replies.js';
import { checkPatience, withPatience } from './retry.js';

export interface OrderServiceSettings extends HttpSettings {
  /** ms; the first wait between two tries of a GET lies below it. */
  readonly retryBase: number;
  /** A GET is tried again: for what came of the try before, as `onCall` says it. */
  readonly onRetry?: (route: string, cause: string) => void;
}

/** The client, whose kept connections are let go with `close()`. */
export interface OrderServiceClient extends OrderService {
  close(): void;
}

/** Runbook «Rollback Procedure» 2. */
const REINSTATE_BODY = { reason: 'rollback_cancellation', restore_previous_state: true } as const;

/**
 * The order service's client (order-api.md). GETs reject with an OrderServiceError; POSTs answer
 * with a PostAnswer and reject only where the id could not be sent at all (UnusableId). Throws at
 * once where base URL or token cannot work.
 */
export function createOrderService(
  settings: OrderServiceSettings,
  http: Http = createHttp(settings),
): OrderServiceClient {
  return {
    as(userId, patience) {
      checkPatience(patience);
      return callsOf(http, settings, userId, patience);
    },
    close: () => http.close(),
  };
}

function callsOf(
  http: Http,
  { token, retryBase, onRetry }: OrderServiceSettings,
  userId: string,
  patience: Patience,
): OrderCalls {
  async function get<T>(route: string, path: string, answer: GetAnswer<T>): Promise<T> {
    userSegment(userId);
    let cause = '';
    const attempt = async (signal: AbortSignal) => {
      const exchange = await http.send({ route, path, userId }, signal);
      cause = outcomeOfExchange(exchange);
      return getAnswer(exchange, answer, token);
    };
    return withPatience(patience, retryBase, attempt, () => onRetry?.(route, cause));
  }

  /** A GET of an order: `path` holds `{id}` where order-api.md does. */
  async function read<T>(
    route: string,
    path: string,
    id: string,
    from: replies.Read<T>,
    onNotFound?: GetAnswer<T>['onNotFound'],
  ): Promise<T> {
    return get(route, at(path, id), { read: from, id, ...(onNotFound && { onNotFound }) });
  }

  async function post(
    route: string,
    orderId: string,
    key: string,
    body: object,
  ): Promise<PostAnswer> {
    userSegment(userId);
    const path = at(`/api/v2/orders/{id}/${route}`, orderId);
    return postAnswer(
      await http.send({ route, path, userId, post: { key, body } }),
      orderId,
      token,
    );
  }

  return {
    roles: async () =>
      get('roles', `/api/v2/users/${userSegment(userId)}/roles`, {
        read: replies.readRoles,
        id: userId,
        onNotFound: { code: 'unknown_person' },
      }),
    status: (id) => read('status', '/api/v2/orders/{id}/status', id, replies.readStatus),
    dependencies: (id) =>
      read('dependencies', '/api/v2/orders/{id}/dependencies', id, replies.readDependencies),
    metadata: (id) => read('metadata', '/api/v2/orders/{id}/metadata', id, replies.readMetadata),
    preview: (id) => read('preview', '/api/v2/orders/{id}/cancel/preview', id, readPreview),
    cancel: (id, key, body) => post('cancel', id, key, body),
    cancelStatus: (id) =>
      read('cancel status', '/api/v2/orders/{id}/cancel/status', id, readCancelStatus, {
        value: { status: 'not_started' },
      }),
    eligibility: (id) =>
      read('eligibility', '/api/v2/orders/{id}/reinstate/eligibility', id, readEligibility),
    reinstate: (id, key) => post('reinstate', id, key, REINSTATE_BODY),
    billingStatus: (id) =>
      read('billing status', '/api/v2/billing/orders/{id}/status', id, replies.readStatus),
    notificationHistory: (id) =>
      read(
        'notification history',
        '/api/v2/notifications/orders/{id}/history',
        id,
        replies.readNotifications,
      ),
    auditLog: (id) => read('audit log', '/api/v2/orders/{id}/audit-log', id, replies.readAuditLog),
  };
}

function at(path: string, orderId: string): string {
  const segment = orderSegment(orderId);
  // A function: in a replacement string, `$&` of an id would mean something.
  return path.replace('{id}', () => segment);
}
