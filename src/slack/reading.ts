import { readRole } from '../cancellations/request/look.js';
import type { Desk } from './desk.js';
import type { Reader } from './reader.js';

/** product.md «Reading». */
export async function readerOf(desk: Desk, slackId: string): Promise<Reader> {
  const who = await desk.identify(slackId);
  if (who.kind === 'refused') return who;
  const { person } = who;
  const role = await readRole(desk.parts, person);
  return role.word === 'passed'
    ? { kind: 'entitled', person }
    : { kind: 'member', person, code: role.code, detail: role.found };
}
