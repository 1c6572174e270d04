import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { LARGEST_BODY_BYTES } from './loopback.js';

/** A body of more than 1 MB. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

const fields = z.record(z.string(), z.unknown());

/**
 * Reads a form or a JSON object; anything else reads as no fields at all.
 * @throws BodyTooLarge
 */
export async function readFields(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readText(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return fields.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed when the reading ends early: the refusal still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
