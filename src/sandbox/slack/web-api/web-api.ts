import { setTimeout as sleep } from 'node:timers/promises';
import type { WebApiFault } from '../faults.js';
import { RateLimited, Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { appsConnectionsOpen } from './apps.js';
import { authTest } from './auth.js';
import { chatDelete, chatUpdate } from './chat-edit.js';
import { chatGetPermalink } from './chat-permalink.js';
import { chatPostEphemeral, chatPostMessage } from './chat-post.js';
import { conversationsInfo, conversationsMembers, conversationsOpen } from './conversations.js';
import type { WebApiMethod } from './method.js';
import { checkToken, tokenKind } from './tokens.js';
import { usersInfo } from './users.js';
import { viewsOpen, viewsPublish, viewsUpdate } from './views.js';

/** A call as it came in. */
export interface IncomingCall {
  readonly method: string;
  readonly token: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What goes back to the caller: an answer, or a connection that breaks. */
export type Reply =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | 'broken_connection';

/** Answers calls of the Web API: faults first, then token, scopes, arguments and the method itself. */
export class WebApi {
  private readonly methods: ReadonlyMap<string, WebApiMethod>;

  constructor(
    private readonly workspace: Workspace,
    urls: { readonly issueSocketUrl: () => string; readonly baseUrl: () => string },
    private readonly closing: AbortSignal,
  ) {
    const methods = [
      authTest,
      appsConnectionsOpen(urls.issueSocketUrl),
      chatPostMessage,
      chatPostEphemeral,
      chatUpdate,
      chatDelete,
      chatGetPermalink(urls.baseUrl),
      viewsOpen,
      viewsUpdate,
      viewsPublish,
      usersInfo,
      conversationsInfo,
      conversationsOpen,
      conversationsMembers,
    ];
    this.methods = new Map(methods.map((one) => [one.name, one]));
  }

  /** Carries a call out and logs it, whatever becomes of it. */
  async answer(call: IncomingCall): Promise<Reply> {
    const reply = await this.replyTo(call);
    this.workspace.calls.add({
      method: call.method,
      args: call.args,
      token: tokenKind(call.token, this.workspace),
      at: new Date(this.workspace.clock()).toISOString(),
      ...(reply === 'broken_connection'
        ? { status: 0 }
        : { status: reply.status, response: reply.body }),
    });
    return reply;
  }

  private async replyTo(call: IncomingCall): Promise<Reply> {
    const fault = this.workspace.faults.strikeCall(call.method, call.args);
    if (!fault) return this.carryOut(call);
    if ('delayMs' in fault) {
      // Carried out even if the caller gave up meanwhile: a slow server does not know that.
      await sleep(fault.delayMs, undefined, { signal: this.closing });
      return this.carryOut(call);
    }
    if ('breakConnection' in fault) {
      if (fault.breakConnection === 'after_effect') this.carryOut(call);
      return 'broken_connection';
    }
    return faultyReply(fault);
  }

  private carryOut({ method: name, token, args }: IncomingCall): Reply {
    try {
      const method = this.methods.get(name);
      if (!method) throw new Refusal('unknown_method', [], { req_method: name });
      checkToken(token, method, this.workspace);
      return reply({ ok: true, ...method.run(args, this.workspace) }, this.scopeHeaders(method));
    } catch (error) {
      if (error instanceof Refusal) return reply(error.body);
      if (error instanceof RateLimited) return tooMany(error.retryAfter);
      throw error;
    }
  }

  private scopeHeaders(method: WebApiMethod): Record<string, string> {
    if (method.token === 'app') return {};
    return {
      'x-oauth-scopes': [...this.workspace.scopes].join(','),
      'x-accepted-oauth-scopes': method.scopes.join(','),
    };
  }
}

function reply(body: Record<string, unknown>, headers: Record<string, string> = {}): Reply {
  return { status: 200, headers, body };
}

function tooMany(retryAfter: number): Reply {
  const headers = { 'retry-after': String(retryAfter) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

function faultyReply(
  fault: Exclude<WebApiFault, { delayMs: number } | { breakConnection: string }>,
): Reply {
  if ('retryAfter' in fault) return tooMany(fault.retryAfter);
  if ('error' in fault) return reply({ ok: false, error: fault.error });
  return { status: fault.status, headers: {}, body: { ok: false, error: 'fault' } };
}
