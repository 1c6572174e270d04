import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may come in: a browser that was given the address, token and all, and shows our own page. Any
 * page of the web can send requests to the loopback; it knows no token, and tells its own origin.
 */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: Buffer;

  constructor(port: number, token: string) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    this.#token = Buffer.from(token);
  }

  /** What is asked for below the token, as `live` in `/<token>/live`; undefined where it is refused. */
  admit(request: IncomingMessage): string | undefined {
    const { host = '', origin } = request.headers;
    if (!this.#hosts.has(host)) return undefined;
    if (origin !== undefined && origin !== `http://${host}`) return undefined;
    // Every browser tells where a POST comes from.
    if (origin === undefined && request.method !== 'GET') return undefined;
    const [, token = '', ...rest] = (request.url ?? '').split('?', 1).join('').split('/');
    return this.#isOurs(token) && rest.length > 0 ? rest.join('/') : undefined;
  }

  #isOurs(token: string): boolean {
    const given = Buffer.from(token);
    return given.length === this.#token.length && timingSafeEqual(given, this.#token);
  }
}
