import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.looseObject({}) });
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute).default([]),
  links: z.array(z.object({ traceId: z.string() })).default([]),
  events: z.array(z.object({ name: z.string() })).default([]),
});
export type ReceivedSpan = z.infer<typeof spanSchema>;

const batchSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** An OTLP/HTTP receiver: takes JSON at `/v1/traces`, and keeps what it was sent. */
export async function startTraceReceiver() {
  const spans: ReceivedSpan[] = [];
  const raw: string[] = [];
  const headers: Record<string, unknown>[] = [];
  let hangs = false;
  const server = createServer(async (request, response) => {
    if (hangs) return;
    const chunks: string[] = [];
    for await (const chunk of request.setEncoding('utf8')) chunks.push(String(chunk));
    const body = chunks.join('');
    const isTraces = request.method === 'POST' && request.url === '/v1/traces';
    if (isTraces) {
      headers.push(request.headers);
      raw.push(body);
      for (const { scopeSpans } of batchSchema.parse(JSON.parse(body)).resourceSpans) {
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
    }
    response.writeHead(isTraces ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const port = portOf(server.address());
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    /** The bodies as they came, and the headers that they came with. */
    raw,
    headers,
    /** Nobody listens any more. */
    goDown: close,
    /** Somebody does again, and answers nothing. */
    async comeBackHanging(): Promise<void> {
      hangs = true;
      await listen(port);
    },
    close,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
