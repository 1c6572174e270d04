import { Readable } from 'node:stream';

/** A reply's body. Only a 2xx needs it whole: for the others the status decides. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  /** Over the bound, or no UTF-8. */
  | { readonly kind: 'unreadable' }
  /** The connection or the compression broke, or the deadline came, before its end. */
  | { readonly kind: 'broken' };

/** product.md «Rules»: replies are bounded to 1 MB, counted after decompression. */
export const LARGEST_BODY = 1024 * 1024;

/** Reads a decompressed stream to its end or its bound, whichever comes first. Never rejects. */
export async function readBody(stream: unknown): Promise<Body> {
  if (!(stream instanceof Readable)) return { kind: 'broken' };
  // An abort after our reading has ended still emits an error, which nobody else listens to.
  stream.on('error', () => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) return { kind: 'broken' };
      size += chunk.byteLength;
      // Leaving the loop destroys the stream, and with it the decompression and the connection.
      if (size > LARGEST_BODY) return { kind: 'unreadable' };
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'broken' };
  }
  return decode(chunks);
}

function decode(chunks: readonly Uint8Array[]): Body {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { kind: 'text', text };
  } catch {
    return { kind: 'unreadable' };
  }
}
