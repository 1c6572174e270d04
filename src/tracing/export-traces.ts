import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type IdGenerator,
  NodeTracerProvider,
  RandomIdGenerator,
} from '@opentelemetry/sdk-trace-node';
import type { Logger } from 'pino';
import { atMost } from '../at-most.js';
import { wantedIds } from './spans.js';

export interface TraceSettings {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly version: string;
  readonly replicaId: string;
  readonly log: Logger;
}

/** A receiver that hangs is given up, and what waits for it is bounded: beyond it spans are dropped. ms */
const BATCH = { maxQueueSize: 2_048, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 };
const EXPORT_TIMEOUT = 5_000;
/** At the end: a part of the 10 s that the process has. ms */
const LAST_EXPORT = 1_000;
/** A receiver that is away is told of this often. ms */
const SAY_EVERY = 60_000;

/**
 * Sends spans to an OTLP receiver over HTTP, behind a bounded queue: whatever becomes of the receiver,
 * nobody waits for it. Imported only where OTEL_EXPORTER_OTLP_ENDPOINT is set. Gives the end of it.
 */
export function exportTraces(settings: TraceSettings): () => Promise<void> {
  const { endpoint, version, replicaId, log } = settings;
  diag.setLogger(rarely(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT,
  });
  const ours = {
    'service.name': 'cancel-order-bot',
    'service.version': version,
    'service.instance.id': replicaId,
  };
  const provider = new NodeTracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last: who sets them means them.
    resource: defaultResource()
      .merge(resourceFromAttributes(ours))
      .merge(detectResources({ detectors: [envDetector] })),
    idGenerator: new IdsOfRuns(),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { ...BATCH, exportTimeoutMillis: EXPORT_TIMEOUT }),
    ],
  });
  provider.register();
  return async () => {
    await atMost(
      LAST_EXPORT,
      provider.shutdown().catch(() => undefined),
    );
  };
}

/** Random ids, but for the root of a run's trace. */
class IdsOfRuns implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  readonly generateTraceId = () => wantedIds()?.traceId ?? this.#random.generateTraceId();
  readonly generateSpanId = () => wantedIds()?.spanId ?? this.#random.generateSpanId();
}

/** OpenTelemetry speaks of each batch that is lost: one line a minute says enough. */
function rarely(log: Logger) {
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = (words: string) => {
    const now = performance.now();
    if (now - saidAt < SAY_EVERY) return;
    saidAt = now;
    log.warn({ code: 'traces_not_exported', error: words }, 'spans could not be exported');
  };
  const silent = () => undefined;
  return { error: say, warn: say, info: silent, debug: silent, verbose: silent };
}
