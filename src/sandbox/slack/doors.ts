import { Refusal } from './refusal.js';
import { takeAnswer } from './response-url-answers.js';
import type { Reply, WebApi } from './web-api/web-api.js';
import type { Workspace } from './workspace.js';

/** What stands open to the app: `/api/<method>` and `/response/<id>`. */
export interface Doors {
  readonly webApi: WebApi;
  readonly workspace: Workspace;
}

/** A request whose body was read: its path, its `Authorization` and its fields. */
export interface Knock {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Answers at the door that the path names; 404 where there is none. */
export async function answerAt(doors: Doors, knock: Knock): Promise<Reply> {
  const [, door, name = ''] = knock.path.split('/');
  if (door === 'api') return answerCall(name, knock, doors.webApi);
  if (door === 'response') return answerResponseUrl(name, knock, doors.workspace);
  return reply(404, { ok: false });
}

function answerCall(
  method: string,
  { authorization = '', fields }: Knock,
  webApi: WebApi,
): Promise<Reply> {
  // The clients that Bolt hands to listeners send the team with every call.
  const { token: tokenInBody, team_id: _teamId, ...args } = fields;
  const bearer = /^Bearer (.+)$/.exec(authorization)?.[1];
  const token = bearer ?? (typeof tokenInBody === 'string' ? tokenInBody : undefined);
  return webApi.answer({ method, token, args });
}

function answerResponseUrl(id: string, { fields }: Knock, workspace: Workspace): Reply {
  try {
    takeAnswer(id, fields, workspace);
    return reply(200, { ok: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply(error.code.endsWith('_url') ? 404 : 400, error.body);
  }
}

function reply(status: number, body: Readonly<Record<string, unknown>>): Reply {
  return { status, headers: {}, body };
}
