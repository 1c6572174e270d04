import type { Knock, LocalSlack, Reply } from '../../../src/sandbox/slack/index.js';
import type { SlackFetch } from '../../../src/slack/wire.js';
import { assertOurs } from '../engine/flows.js';
import { cause, onNobodysBehalf } from './ambient.js';
import type { Replica } from './replica.js';
import type { Timeline } from './timeline.js';

/** One call of Slack's as it went, on whichever way. */
export interface Said {
  readonly replica: Replica;
  /** `chat.postMessage`; `respond` for an answer to a response URL. */
  readonly method: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the replica did it for. */
  readonly cause: unknown;
  /** True time, epoch ms. */
  readonly at: number;
  /** What Slack answered; undefined where nothing came out. */
  reply?: Reply;
  /** The replica has taken note of the answer. */
  isHeard: boolean;
}

/** What stands between the replicas and Slack: what was sent arrives, whoever dies. */
export class SlackNetwork {
  readonly said: Said[] = [];

  constructor(
    private readonly timeline: Timeline,
    private readonly slack: LocalSlack,
    private readonly knock: (knock: Knock) => Promise<Reply>,
    private readonly latency: (what: string) => number,
  ) {}

  /** The way of one replica, for its clients and for its answers. */
  fetchFor(replica: Replica): SlackFetch {
    return async (url, init) => {
      const { pathname } = new URL(url);
      const method = /\/api\/([\w.]+)$/.exec(pathname)?.[1] ?? 'respond';
      const name = `slack ${method}`;
      if (method.startsWith('chat.')) assertOurs(cause());
      await replica.gate(name, 'before');
      const fields = fieldsOf(init?.body);
      const said: Said = {
        replica,
        method,
        fields,
        cause: cause(),
        at: this.timeline.now,
        isHeard: false,
      };
      this.said.push(said);
      // It took so long to get here that nobody waits any more: nothing goes out.
      init?.signal?.throwIfAborted();
      const authorization = new Headers(init?.headers).get('authorization') ?? undefined;
      const reply = await Promise.race([
        onNobodysBehalf(() => this.#exchange(said, { path: pathname, authorization, fields })),
        failing(init?.signal),
      ]);
      await replica.gate(name, 'after');
      if (reply === 'broken_connection') throw new TypeError('fetch failed');
      said.isHeard = true;
      const { status, body, headers } = reply;
      return new Response(JSON.stringify(body), { status, headers });
    };
  }

  async #exchange(said: Said, knock: Knock): Promise<Reply> {
    await this.timeline.wait(this.latency(`slack ${said.method}`));
    const reply = await this.#reply(said, knock);
    said.reply = reply;
    await this.timeline.wait(this.latency(`slack ${said.method}`));
    return reply;
  }

  /** The faults of the Web API are the local Slack's; those of answers are struck here. */
  async #reply({ method }: Said, knock: Knock): Promise<Reply> {
    if (method !== 'respond') return this.knock(knock);
    const fault = this.slack.faults.strikeCall('respond', knock.fields);
    return fault ? 'broken_connection' : this.knock(knock);
  }
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  const text = String(body ?? '');
  return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}

function failing(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
