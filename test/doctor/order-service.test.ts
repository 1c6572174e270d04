import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adviceOn } from '../../src/doctor/reason.js';
import type { Fault } from '../../src/sandbox/orders/index.js';
import { nowhere, said, surgery } from './surgery.js';

const at = surgery();
const { finding } = at;
const ABOUT = 'order service';

describe('The order service', () => {
  it('is asked once, and how long it took is told', async () => {
    expect(await finding(ABOUT)).toMatchObject(said('ok', /takes the token, answers in \d+ ms/));
  });

  it('that refuses the token is told', async () => {
    expect(await finding(ABOUT, { ORDER_API_TOKEN: 'a-wrong-token' })).toMatchObject(
      said('fail', /refuses ORDER_API_TOKEN \(401\)/, /issued/),
    );
  });

  it.each<[string, Fault, ReturnType<typeof said>]>([
    ['403', { kind: 'status', status: 403 }, said('warn', /\(403\)/, /may read roles/)],
    ['429', { kind: 'status', status: 429 }, said('warn', /\(429\)/)],
    ['503', { kind: 'status', status: 503 }, said('fail', /answers 503/)],
    ['400', { kind: 'status', status: 400 }, said('fail', /is not the order service \(400\)/)],
    [
      'a redirect',
      { kind: 'redirect', location: 'https://elsewhere.example.com/' },
      said('fail', /leads elsewhere \(307\)/, /never followed/),
    ],
    [
      'a page for people',
      { kind: 'garbage', form: 'html' },
      said('fail', /is not the order service/, /without \/api\/v2/),
    ],
    [
      'a 404 that is not of the order service',
      { kind: 'status', status: 404, body: '<h1>Not found</h1>' },
      said('fail', /is not the order service \(404\)/),
    ],
    [
      'a broken connection',
      { kind: 'break', when: 'before_effect' },
      said('fail', /connection broke \(ECONNRESET\)/, /cuts the connection/),
    ],
    ['1.1 s', { kind: 'delay', ms: 1_100 }, said('warn', /answers in 1\d{3} ms/, /people wait/)],
  ])('that answers %s is told', async (_, fault, expected) => {
    at.orders.faults.add({ on: 'any', fault });
    expect(await finding(ABOUT)).toMatchObject(expected);
  });

  it('that does not answer within ORDER_API_TIMEOUT is told', async () => {
    at.orders.faults.add({ on: 'any', fault: { kind: 'hang', when: 'before_effect' } });
    expect(await finding(ABOUT, { ORDER_API_TIMEOUT: '200ms' })).toMatchObject(
      said('fail', /no answer in time/, /firewall/),
    );
  });

  it('that is not there is told', async () => {
    expect(await finding(ABOUT, { ORDER_API_URL: await nowhere() })).toMatchObject(
      said('fail', /ECONNREFUSED/, /Nothing listens/),
    );
  });

  it('that shows a certificate of its own making is told, with how it is made known', async () => {
    const of = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
    const server = createServer({ key: of('key.pem'), cert: of('certificate.pem') });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const ORDER_API_URL = `https://127.0.0.1:${portOf(server.address())}`;
    expect(await finding(ABOUT, { ORDER_API_URL })).toMatchObject(
      said('fail', /DEPTH_ZERO_SELF_SIGNED_CERT/, /NODE_EXTRA_CA_CERTS/),
    );
  });

  it('that speaks no TLS is told', async () => {
    const ORDER_API_URL = at.orders.baseUrl.replace('http:', 'https:');
    expect(await finding(ABOUT, { ORDER_API_URL })).toMatchObject(said('fail', /./, /no TLS/));
  });

  it.each([
    ['ENOTFOUND', /No host of this name/],
    ['CERT_HAS_EXPIRED', /expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another name/],
    ['ETIMEDOUT', /firewall/],
  ])('has a word on %s', (code, words) => {
    expect(adviceOn(code)).toMatch(words);
  });
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
