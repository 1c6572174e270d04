/** No line of the log is made long by what others send: text beyond this is cut. Characters. */
const LONGEST_TEXT = 1_000;
const STACK_LINES = 12;
/** A cause of a cause of a cause says no more. */
const DEPTH = 3;

export function bounded(text: string, longest = LONGEST_TEXT): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What libraries keep secrets under: never written, whatever holds it. */
const SECRET_FIELD = /^(?:.*token|authorization|headers|.*secret|password|config)$/i;

/** The fields of a line: texts bounded, nothing under the name of a secret. */
export function boundedFields(
  fields: Readonly<Record<string, unknown>>,
  depth = 0,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_FIELD.test(name) ? '[redacted]' : boundedValue(value, depth),
    ]),
  );
}

/** Errors have a serializer of their own. */
function boundedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return bounded(value);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (depth >= DEPTH) return '[deeper]';
  return Array.isArray(value)
    ? value.map((one) => boundedValue(one, depth + 1))
    : boundedFields({ ...value }, depth + 1);
}

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly cause?: LoggedError;
}

/**
 * What a line says of an error, and nothing more: the errors of HTTP libraries hold the request with
 * its headers, those of databases the statement and its values.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: bounded(String(error)) };
  const { name, message, stack, cause } = error;
  const more = { ...textOf(error, 'code'), ...textOf(error, 'requestId') };
  const stackLines = stack?.slice(stack.indexOf('\n    at ') + 1).split('\n', STACK_LINES);
  return {
    ...{ type: name, message: bounded(message), ...more },
    ...(stackLines && { stack: bounded(stackLines.join('\n'), 2_000) }),
    ...(cause !== undefined && depth < DEPTH && { cause: loggedError(cause, depth + 1) }),
  };
}

function textOf(error: Error, name: string): Readonly<Record<string, string>> {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? { [name]: bounded(value) } : {};
}
