import type { ServerResponse } from 'node:http';
import type { PageState } from './contract.js';

/** Changes come in bursts: those of so many ms go out together. */
const TOGETHER = 25;
/** Something is sent at least so often, so that a broken connection is noticed. ms */
const HEARTBEAT = 15_000;

interface Stream {
  readonly response: ServerResponse;
  readonly state: () => PageState;
  /** What was sent last, by section. */
  readonly sent: Map<string, string>;
}

/** Streams of server-sent events: each begins with the whole state, and then tells what changed. */
export class Live {
  readonly #streams = new Set<Stream>();
  #due: NodeJS.Timeout | undefined;
  readonly #heartbeat = setInterval(() => {
    for (const { response } of this.#streams) response.write(': \n\n');
  }, HEARTBEAT).unref();

  open(response: ServerResponse, state: () => PageState): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const stream = { response, state, sent: new Map<string, string>() };
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    push(stream);
  }

  /** Something may have changed: everybody is told soon. */
  changed(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      for (const stream of this.#streams) push(stream);
    }, TOGETHER);
  }

  close(): void {
    clearTimeout(this.#due);
    clearInterval(this.#heartbeat);
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
  }
}

function push({ response, state, sent }: Stream): void {
  const changed = Object.entries(state()).flatMap(([section, value]) => {
    const json = JSON.stringify(value);
    if (sent.get(section) === json) return [];
    sent.set(section, json);
    return [`${JSON.stringify(section)}:${json}`];
  });
  if (changed.length > 0) response.write(`data: {${changed.join(',')}}\n\n`);
}
