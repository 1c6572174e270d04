import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Refusal } from './answer.js';

const BODY_LIMIT = 64 * 1024;

interface Headed {
  readonly headers: IncomingHttpHeaders;
}

/** One header's value; undefined where it is absent or empty. */
export function headerOf(request: Headed, name: string): string | undefined {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) || undefined;
}

/**
 * What every call must carry, as order-api.md says.
 * @throws Refusal 401 `unauthorized`, 400 `missing_user_id`, 400 `missing_request_id`
 */
export function admit(request: Headed, token: string): { userId: string; requestId: string } {
  if (headerOf(request, 'authorization') !== `Bearer ${token}`) {
    throw new Refusal(401, 'unauthorized', 'The bearer token is missing or bad', {
      'WWW-Authenticate': 'Bearer',
    });
  }
  return {
    userId: required(request, 'x-user-id', 'missing_user_id'),
    requestId: required(request, 'x-request-id', 'missing_request_id'),
  };
}

/** @throws Refusal 400 `missing_idempotency_key`, `invalid_idempotency_key` */
export function idempotencyKeyOf(request: Headed): string {
  const key = required(request, 'x-idempotency-key', 'missing_idempotency_key');
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal(400, 'invalid_idempotency_key', '1 to 255 visible ASCII characters');
  }
  return key;
}

/** @throws Refusal 413 `body_too_large` */
export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > BODY_LIMIT) {
      throw new Refusal(413, 'body_too_large', `At most ${BODY_LIMIT} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** @throws Refusal 415 `unsupported_media_type`, 400 `malformed_body` */
export function jsonOf(request: Headed, bytes: Buffer): unknown {
  const type = headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Refusal(415, 'unsupported_media_type', 'Send application/json');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, 'malformed_body', 'The body is not JSON');
  }
}

function required(request: Headed, name: string, code: string): string {
  const value = headerOf(request, name);
  if (value === undefined) throw new Refusal(400, code, `The header ${name} is missing`);
  return value;
}
