import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

const ACT = JSON.stringify({ as: 'UALICE', act: { do: 'kill' } });

/** What any other page of the web could send to the loopback. */
export function guard(stage: () => Stage, _look: () => Viewer): void {
  /** The status that a request with these headers is answered with. */
  function ask(path: string, headers: Readonly<Record<string, string>>, body?: string) {
    const { origin, hostname, port } = new URL(stage().page.address);
    return new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        {
          hostname,
          port,
          path,
          method: body === undefined ? 'GET' : 'POST',
          headers: { host: new URL(origin).host, 'content-type': 'application/json', ...headers },
        },
        (response) => {
          response.destroy();
          resolve(response.statusCode);
        },
      );
      sent.once('error', reject).end(body);
    });
  }

  describe('the address', () => {
    it('answers nobody without its token', async () => {
      const { pathname } = new URL(stage().page.address);
      expect(await ask(pathname, {})).toBe(200);
      expect(await ask('/', {})).toBe(403);
      expect(await ask('/main.js', {})).toBe(403);
      expect(await ask(`/${'A'.repeat(pathname.length - 2)}/`, {})).toBe(403);
      expect(await ask(`${pathname.slice(0, -3)}/live?as=UALICE`, {})).toBe(403);
    });

    it('refuses another Host, as after a rebinding of DNS', async () => {
      const { pathname, port } = new URL(stage().page.address);
      expect(await ask(pathname, { host: `evil.example:${port}` })).toBe(403);
      expect(await ask(pathname, { host: '127.0.0.1:1' })).toBe(403);
      expect(await ask(pathname, { host: `localhost:${port}` })).toBe(200);
    });

    it('refuses another Origin, and a POST that tells none', async () => {
      const { pathname, origin } = new URL(stage().page.address);
      const before = stage().sandbox.bot?.pid;
      const path = `${pathname}act`;
      expect(await ask(path, { origin: 'https://evil.example' }, ACT)).toBe(403);
      expect(await ask(path, { origin: 'null' }, ACT)).toBe(403);
      expect(await ask(path, {}, ACT)).toBe(403);
      expect(await ask(`${pathname}live?as=UALICE`, { origin: 'https://evil.example' })).toBe(403);
      expect(await ask(path, { origin, 'content-type': 'text/plain' }, ACT)).toBe(415);
      expect(await ask(path, { origin }, '{"as":"UALICE","act":{"do":"anything"}}')).toBe(400);
      expect(await ask(path, { origin }, '{"as":"UOPSGUIDE","act":{"do":"kill"}}')).toBe(400);
      expect(stage().sandbox.bot?.pid).toBe(before);
    });

    it('lets no script of anybody else’s run, and is on the loopback', async () => {
      const { address } = stage().page;
      const response = await fetch(address);
      expect(new URL(address).hostname).toBe('127.0.0.1');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    });
  });
}
