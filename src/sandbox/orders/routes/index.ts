import { Refusal } from '../answer.js';
import { cancel } from './cancel.js';
import { reads } from './reads.js';
import { reinstate } from './reinstate.js';
import type { Route } from './route.js';

const ROUTES: readonly Route[] = [...reads, cancel, reinstate];

/**
 * Finds the route of a call, and the id that its path names.
 * @throws Refusal 404 `unknown_route`, 405 `method_not_allowed`, 400 `malformed_path`
 */
export function findRoute(method: string, path: string): { route: Route; id: string } {
  const matches = ROUTES.flatMap((route) => {
    const segment = variableSegment(route.path, path);
    return segment === undefined ? [] : [{ route, segment }];
  });
  if (matches.length === 0) throw new Refusal(404, 'unknown_route', `There is no ${path}`);
  const match = matches.find(({ route }) => route.method === method);
  if (!match) {
    const allow = matches.map(({ route }) => route.method).join(', ');
    throw new Refusal(405, 'method_not_allowed', `Use ${allow}`, { Allow: allow });
  }
  return { route: match.route, id: decoded(match.segment) };
}

function variableSegment(pattern: string, path: string): string | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const fits = wanted.every((segment, at) => segment === ':id' || segment === given[at]);
  return fits ? given[wanted.indexOf(':id')] || undefined : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'malformed_path', 'The path is not percent-encoded correctly');
  }
}
