import { createHash } from 'node:crypto';
import { type Answer, Refusal } from './answer.js';

/** What a key is bound to by its first use. */
export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly userId: string;
  /** The body's bytes as sent: the caller recorded an exact body and must send it again as it was. */
  readonly body: Buffer;
}

interface KeyRecord {
  readonly fingerprint: string;
  /** Undefined while the first request is being executed. */
  readonly answer?: Answer;
}

/**
 * Idempotency keys as Stripe and the IETF draft (idempotency-key-header) have them. A key is taken
 * when execution starts, that is once the request is authenticated and well formed; from then on
 * its first answer is *the* answer, refusals (400, 403, 404, 409) included. What ended before that
 * (401, 429, a malformed request, a fault before the effect) leaves the key free.
 */
export class IdempotencyKeys {
  readonly #records = new Map<string, KeyRecord>();

  /**
   * Takes the key, or gives back the first answer under it.
   * @throws Refusal 422 `idempotency_key_reused`, 409 `idempotency_key_in_flight`
   */
  begin(request: KeyedRequest): Answer | undefined {
    const fingerprint = fingerprintOf(request);
    const record = this.#records.get(request.key);
    if (!record) {
      this.#records.set(request.key, { fingerprint });
      return undefined;
    }
    if (record.fingerprint !== fingerprint) {
      throw new Refusal(
        422,
        'idempotency_key_reused',
        'This key was first used with another body, path or user',
      );
    }
    if (!record.answer) {
      throw new Refusal(
        409,
        'idempotency_key_in_flight',
        'The first request with this key is still being processed',
      );
    }
    const { effect: _, ...first } = record.answer;
    return { ...first, headers: { ...first.headers, 'Idempotent-Replayed': 'true' } };
  }

  finish(request: KeyedRequest, answer: Answer): void {
    this.#records.set(request.key, { fingerprint: fingerprintOf(request), answer });
  }

  /** Frees a key whose execution broke off without an effect. */
  release(request: KeyedRequest): void {
    this.#records.delete(request.key);
  }
}

function fingerprintOf({ method, path, userId, body }: KeyedRequest): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([method, path, userId]));
  return hash.update(body).digest('hex');
}
