import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** Bolt takes a signature for 5 min by Slack's timestamp; this machine's clock may be behind. ms */
const REMEMBERED = 15 * 60_000;
/** Far more than people do in that time. */
const MOST = 50_000;

const signed = z.object({ signature: z.string() });

/** What Bolt is to hand on of a request: under which signature it came. */
export function signatureOf(request: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): { readonly signature: string | string[] | undefined } {
  return { signature: request.headers['x-slack-signature'] };
}

/**
 * Knows a signed request that comes once more, whoever copied it: Slack signs each anew. Asked after the
 * signature was found good, so that nobody else fills the memory. Each replica remembers its own.
 */
export class Replays {
  /** By size, each of 1: by `max` it would lay out room for all of them at each start. */
  readonly #seen = new LRUCache<string, true>({
    ...{ maxSize: MOST, sizeCalculation: () => 1 },
    ttl: REMEMBERED,
  });

  /** False the first time, and always where nothing is signed: a socket is Slack's own. */
  isReplay(properties: unknown): boolean {
    const { signature } = signed.safeParse(properties).data ?? {};
    if (signature === undefined) return false;
    if (this.#seen.has(signature)) return true;
    this.#seen.set(signature, true);
    return false;
  }
}
