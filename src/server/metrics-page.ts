import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Metrics } from '../metrics.js';

/** Who can reach the server, and what they have to show. */
export interface Exposure {
  readonly host: string;
  readonly metricsToken?: string | undefined;
  readonly isHttpMode: boolean;
}

const LOOPBACK = /^(127\.[\d.]+|::1|localhost)$/;

/**
 * `/metrics`, for who shows METRICS_TOKEN. Without that setting there is none, but for Socket Mode on
 * loopback, where nobody from outside comes (product.md «Settings»).
 */
export function exposedMetrics(
  { registry }: Pick<Metrics, 'registry'>,
  to: Exposure,
): RequestListener {
  const { metricsToken: token, isHttpMode, host } = to;
  const isOpen = !token && !isHttpMode && LOOPBACK.test(host);
  return async (request, response) => {
    if (!token && !isOpen) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    } else if (token && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      response
        .writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Bearer' })
        .end('unauthorized\n');
    } else {
      const page = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(page);
    }
  };
}

/** In the same time however much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
