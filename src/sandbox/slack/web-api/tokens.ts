import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import type { WebApiMethod } from './method.js';

/** The kind of a token, as the log of calls names it. */
export function tokenKind(token: string | undefined, { identity }: Workspace) {
  if (token === identity.botToken) return 'bot';
  return token === identity.appToken ? 'app' : 'none';
}

/** @throws Refusal `not_authed`, `invalid_auth`, `not_allowed_token_type` or `missing_scope` */
export function checkToken(
  token: string | undefined,
  method: WebApiMethod,
  workspace: Workspace,
): void {
  if (!token) throw new Refusal('not_authed');
  const kind = tokenKind(token, workspace);
  if (kind === 'none') throw new Refusal('invalid_auth');
  if (kind !== method.token) throw new Refusal('not_allowed_token_type');
  for (const scope of method.scopes) requireScope(scope, workspace);
}

/** @throws Refusal `missing_scope`, naming the scope and those granted */
export function requireScope(scope: string, { scopes }: Workspace): void {
  if (scopes.has(scope)) return;
  throw new Refusal('missing_scope', [], { needed: scope, provided: [...scopes].join(',') });
}
