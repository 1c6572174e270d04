import { type Answer, errorAnswer } from './answer.js';
import type { Call } from './calls.js';
import type { AnswerFault, ArrivalFault, GarbageFault } from './fault.js';

/** What an answer goes out through: node's own response, or one without a socket. */
export interface Outgoing {
  readonly destroyed: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown;
  write(bytes: Uint8Array, written: () => void): unknown;
  end(text: string): unknown;
  destroy(): unknown;
}

/** Sends the answer, or what a fault makes of it. Gives back how the call ended, for the log. */
export function deliver(
  response: Outgoing,
  answer: Answer,
  fault?: ArrivalFault | AnswerFault,
): Call['status'] {
  if (response.destroyed) return 'broken';
  switch (fault?.kind) {
    case undefined:
      return send(response, answer);
    case 'status':
      return send(response, statusAnswer(fault.status, fault.body, fault.headers));
    case 'redirect':
      return send(response, {
        ...errorAnswer(fault.status ?? 307, 'moved', 'Ask elsewhere'),
        headers: { Location: fault.location },
      });
    case 'hang':
      return 'hanging';
    case 'break':
      if (fault.when === 'in_body') return breakInBody(response, answer);
      response.destroy();
      return 'broken';
    case 'garbage':
      return sendText(response, 200, garbage(fault.form, answer), {
        'Content-Type': fault.form === 'html' ? 'text/html' : 'application/json',
      });
    case 'other_order':
      return send(response, { ...answer, body: aboutAnother(answer.body, fault.id ?? 'ORD-9999') });
    case 'huge':
      return send(response, {
        ...answer,
        body: { ...fieldsOf(answer.body), padding: 'x'.repeat(fault.bytes ?? 1_100_000) },
      });
  }
}

function send(response: Outgoing, { status, body, headers }: Answer): number {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  return sendText(response, status, text, { 'Content-Type': type, ...headers });
}

function sendText(
  response: Outgoing,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): number {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
  return status;
}

function breakInBody(response: Outgoing, answer: Answer): 'broken' {
  const bytes = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    'Content-Type': 'application/json',
    'Content-Length': bytes.length,
  });
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
  return 'broken';
}

function statusAnswer(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Answer {
  const usual = errorAnswer(status, 'fault', `Switched on: ${status}`).body;
  return { status, body: body ?? usual, headers };
}

function garbage(form: GarbageFault['form'], answer: Answer): string {
  if (form === 'html') return '<!doctype html><title>Welcome</title><h1>It works!</h1>';
  const fields = fieldsOf(answer.body);
  if (form === 'invalid_json') return JSON.stringify(fields).slice(0, -1);
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) =>
        name === 'order_id' ? [name, value] : [name, { unexpected: true }],
      ),
    ),
  );
}

function aboutAnother(body: unknown, id: string): Record<string, unknown> {
  const fields = fieldsOf(body);
  return 'user_id' in fields ? { ...fields, user_id: id } : { ...fields, order_id: id };
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
