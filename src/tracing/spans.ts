import { createHash } from 'node:crypto';
import {
  type Attributes,
  context,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

/*
 * Spans as the parts of the bot make them. Without OTEL_EXPORTER_OTLP_ENDPOINT nobody listens and each
 * costs next to nothing. Attributes hold no person, no address and no words of the order service.
 */

const TRACER = 'opsguide';

export interface SpanSettings {
  readonly attributes?: Attributes;
  /** A call to the outside. */
  readonly isCall?: boolean;
}

/** Runs `work` in a span of its own. Where it throws, the span tells the error's code and no more. */
export function inSpan<T>(
  name: string,
  { attributes = {}, isCall = false }: SpanSettings,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL;
  return trace.getTracer(TRACER).startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as one that came to nothing; `code` is one of a few words. */
export function failed(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

/** Something that happened within the span under way, if there is one. */
export function addToSpan(event: string, attributes: Attributes): void {
  trace.getActiveSpan()?.addEvent(event, attributes);
}

/**
 * The spans of `work` belong to the trace of this run (or escalation): whichever replica makes them,
 * before or after a restart, for the trace's id is the run's own, without its dashes.
 */
export function inTraceOf<T>(id: string | undefined, work: () => T): T {
  if (id === undefined) return work();
  const root = { ...rootOf(id), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return context.with(trace.setSpanContext(context.active(), root), work);
}

interface RootIds {
  readonly traceId: string;
  readonly spanId: string;
}

let wanted: RootIds | undefined;

/** The ids that the next span must have, where it is the root of a run: for the generator of ids. */
export function wantedIds(): RootIds | undefined {
  return wanted;
}

/** The one root of a run's trace, from `startedAt` (epoch ms) to now; linked to what led to it. */
export function beginTraceOf(id: string, name: string, startedAt: number, attributes: Attributes) {
  const from = trace.getActiveSpan()?.spanContext();
  const links: Link[] = from ? [{ context: from }] : [];
  wanted = rootOf(id);
  try {
    const settings = { root: true, startTime: startedAt, links, attributes };
    trace.getTracer(TRACER).startSpan(name, settings).end();
  } finally {
    wanted = undefined;
  }
}

function rootOf(id: string): RootIds {
  const spanId = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return { traceId: id.replaceAll('-', '').toLowerCase(), spanId };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.name;
}
