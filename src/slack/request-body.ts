import type { IncomingMessage, RequestListener } from 'node:http';
import { parse } from 'node:querystring';

/**
 * Takes a request's body before Bolt does, `limit` bytes of it at the most: 413 beyond, and 400 where it
 * holds nothing, which would end the process.
 */
export function withBody(listener: RequestListener, limit: number): RequestListener {
  return async (request, response) => {
    const body = await bodyOf(request, limit);
    if (body === 'broken') return;
    if (body === 'too large') {
      // What is still to come is not read: the connection ends with the answer.
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    if (isNothing(body)) {
      response.writeHead(400).end();
      return;
    }
    listener(Object.assign(request, { rawBody: body }), response);
  };
}

async function bodyOf(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer | 'too large' | 'broken'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'too large';
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) return 'broken';
      size += chunk.byteLength;
      if (size > limit) return 'too large';
      chunks.push(chunk);
    }
  } catch {
    return 'broken';
  }
  return Buffer.concat(chunks);
}

/** JSON's null, or a form that holds it: Bolt reads a field of it outside of every `catch`. */
function isNothing(body: Buffer): boolean {
  const text = body.toString();
  const { payload } = parse(text);
  return [text, payload].some((one) => typeof one === 'string' && one.trim() === 'null');
}
