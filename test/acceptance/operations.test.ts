import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openLite } from '../../src/storage/lite.js';
import { freshOrder, SOON } from './orders.js';
import { type ReceivedSpan, startTraceReceiver } from './trace-receiver.js';
import { World } from './world.js';

const TELEMETRY = ['exportTraces', 'BasicTracerProvider', 'BatchSpanProcessorBase'];
/** What Node tells of one process: the functions of each file, and how often each was called. */
const coverageSchema = z.object({
  result: z.array(
    z.object({
      url: z.string(),
      functions: z.array(
        z.object({
          functionName: z.string(),
          ranges: z.array(z.object({ startOffset: z.number(), count: z.number() })),
        }),
      ),
    }),
  ),
});
const METRICS_TOKEN = 'metrics-token-of-this-story';
const OTLP_TOKEN = 'otlp-token-of-this-story';

/** One bot after the other on the same data: watched by a receiver of traces, and then by none. */
describe('Who runs the bot', () => {
  let world: World;
  let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
  let loaded: string;
  beforeAll(async () => {
    receiver = await startTraceReceiver();
    loaded = await mkdtemp(join(tmpdir(), 'opsguide-loaded-'));
    world = await World.start({
      env: {
        METRICS_TOKEN,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${OTLP_TOKEN}`,
        OTEL_SERVICE_NAME: 'the-name-of-this-story',
        // Node itself then tells, at the end, every function that ran.
        NODE_V8_COVERAGE: join(loaded, 'with'),
      },
    });
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
    await rm(loaded, { recursive: true, force: true });
  });

  const cancelled = async (orderId: string) => {
    const card = await world.cancels(world.alice, orderId);
    await world.told(card, 'every post-check');
  };
  const received = (until: () => boolean) =>
    expect.poll(until, { timeout: SOON.withinMs }).toBe(true);
  const rootOf = (orderId: string) =>
    receiver.spans.find((span) => span.name === 'cancellation' && has(span, 'order', orderId));
  const traceOf = (orderId: string) =>
    receiver.spans.filter(({ traceId }) => traceId === rootOf(orderId)?.traceId);
  const steps = (orderId: string) =>
    traceOf(orderId).flatMap((span) => {
      const workflow = value(span, 'workflow');
      return workflow?.includes(':cancel:') ? [`${value(span, 'step')}`] : [];
    });

  it('sees a run as one trace: its press, its look, each step, each call, each post', async () => {
    const orderId = freshOrder(world);
    await cancelled(orderId);
    await received(() => steps(orderId).includes('record verified'));
    await received(() => traceOf(orderId).some(({ name }) => name === 'slack chat.update'));
    const spans = traceOf(orderId);
    const names = new Set(spans.map(({ name }) => name));
    for (const name of [
      ...['cancellation', 'press confirm', 'second_look', 'orders preview', 'step cancel, try'],
      ...['orders cancel', 'step record processing', 'step poll', 'step record cancelled'],
      ...['step post-checks', 'orders audit log', 'step tell, try', 'slack chat.postMessage'],
    ]) {
      expect([...names], name).toContain(name);
    }
    const run = value(rootOf(orderId), 'run');
    expect(spans[0]?.traceId).toBe(run?.replaceAll('-', ''));
    expect(spans.filter(({ parentSpanId }) => !parentSpanId)).toStrictEqual([rootOf(orderId)]);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const lost = spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId));
    expect(lost.map(({ name }) => name)).toStrictEqual([]);
    const post = spans.find(({ name }) => name === 'orders cancel');
    const [call] = world.orders.calls({ route: 'cancel', orderId });
    expect(value(post, 'request_id')).toBe(call?.requestId);
    // What led to the request has a trace of its own, and is linked.
    const [link] = rootOf(orderId)?.links ?? [];
    const before = receiver.spans.filter(({ traceId }) => traceId === link?.traceId);
    expect(before.map(({ name }) => name)).toContain('submit request_cancellation');
  });

  it('finds each step of it once, over a kill in the middle', async () => {
    const orderId = freshOrder(world);
    const slow = world.orders.faults.add({
      ...{ on: 'cancel_status', orderId },
      fault: { kind: 'status', status: 404, body: {}, when: 'before_effect' },
    });
    const card = await world.cancels(world.alice, orderId);
    await received(() => steps(orderId).includes('poll 2'));
    await world.restart();
    slow.clear();
    await world.told(card, 'every post-check');
    await received(() => steps(orderId).includes('record verified'));
    const all = steps(orderId);
    const repeated = all.filter((step, place) => all.indexOf(step) !== place);
    // The one that was in flight as the process died runs again, and says so.
    expect(repeated.length).toBeLessThanOrEqual(1);
    expect(repeated.filter((step) => !step.startsWith('poll'))).toStrictEqual([]);
    expect(steps(orderId)).toContain('read the intent');
    expect(traceOf(orderId).filter(({ parentSpanId }) => !parentSpanId)).toHaveLength(1);
  });

  it('reads the metrics with the token alone, and finds the runs in them', async () => {
    const url = `http://127.0.0.1:${await world.bot.serving()}/metrics`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const page = await (await fetch(url, { headers })).text();
    expect(page).toContain('opsguide_runs_ended_total{end="cancelled",code=""} 1');
    expect(page).toMatch(
      /opsguide_order_service_request_duration_seconds_count\{route="cancel_status/,
    );
    expect(page).toMatch(
      /opsguide_slack_request_duration_seconds_count\{method="chat\.\w+",outcome="2xx"\}/,
    );
    expect(page).toMatch(/^opsguide_build_info\{version="\d+\.\d+\.\d+",/m);
    expect(page).toMatch(/^opsguide_audit_head [1-9]/m);
    expect(page).toMatch(/^opsguide_slack_reachable 1/m);
    expect(page).not.toMatch(/ORD-|UALICE|@|metrics-token/);
  });

  it('sees no person and no secret in the traces, which carry what the standard settings say', () => {
    expect(receiver.raw.length).toBeGreaterThan(0);
    for (const body of receiver.raw) {
      expect(body).not.toMatch(/UALICE|alice|%40|@example/);
      for (const secret of [world.slack.botToken, world.orders.token, METRICS_TOKEN, OTLP_TOKEN]) {
        expect(body).not.toContain(secret);
      }
      expect(body).toContain('the-name-of-this-story');
    }
    expect(receiver.headers[0]).toMatchObject({ authorization: `Bearer ${OTLP_TOKEN}` });
  });

  it('loses nothing but spans while the receiver is down, or hangs up to the end', async () => {
    await receiver.goDown();
    await cancelled(freshOrder(world));
    await world.bot.says('traces_not_exported');
    await receiver.comeBackHanging();
    await cancelled(freshOrder(world));
    expect(await world.bot.stop()).toStrictEqual({ code: 0, signal: null });
    expect(world.bot.log.join('\n')).not.toContain('stopped without waiting');
  });

  it('runs nothing of OpenTelemetry’s SDK where no endpoint is set', async () => {
    const without = { OTEL_EXPORTER_OTLP_ENDPOINT: '', NODE_V8_COVERAGE: join(loaded, 'without') };
    await world.restart(without);
    await cancelled(freshOrder(world));
    expect(await world.bot.stop()).toStrictEqual({ code: 0, signal: null });
    expect(await telemetryOf(join(loaded, 'without'))).toStrictEqual([]);
    expect(await telemetryOf(join(loaded, 'with'))).toStrictEqual(TELEMETRY);
  });

  it('finds no secret in the audit trail', async () => {
    // Last of all: a folder that anybody else has opened is no longer the bot's.
    const lite = await openLite(join(world.env.DATA_DIR ?? '', 'pglite'));
    const { rows } = await lite.query('select * from opsguide.audit');
    await lite.close();
    expect(rows.length).toBeGreaterThan(10);
    const trail = JSON.stringify(rows);
    for (const [name, secret] of Object.entries(world.env)) {
      if (/TOKEN|SECRET/.test(name)) expect(trail, name).not.toContain(secret);
    }
  });
});

/** What was called of what only traces need, the SDK's provider and processor among it. */
async function telemetryOf(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  const told = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const functions = told
    .flatMap((text) => coverageSchema.parse(JSON.parse(text)).result)
    .flatMap((file) => (file.url.endsWith('/dist/run.cjs') ? file.functions : []));
  const called = new Set(
    functions.flatMap(({ functionName, ranges }) => (ranges[0]?.count ? [functionName] : [])),
  );
  expect(called).toContain('startBot');
  return TELEMETRY.filter((name) => called.has(name));
}

function value(span: ReceivedSpan | undefined, name: string): string | undefined {
  const found = span?.attributes.find(({ key }) => key === `opsguide.${name}`);
  return found && String(found.value.stringValue);
}

function has(span: ReceivedSpan, name: string, wanted: string): boolean {
  return value(span, name) === wanted;
}
