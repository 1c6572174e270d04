import { v4 as uuid } from 'uuid';
import type { FailureCode } from '../../runbook/failures.js';
import { type Glass, withBrokenGlass } from '../break-glass/with-broken-glass.js';
import { expectation } from '../execution/errand.js';
import { lookUpOnce } from '../execution/look-up-cancellation.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import { readRole } from '../request/look.js';
import {
  fourEyes,
  noteLook,
  type Press,
  redrawn,
  refusePress,
  type SecondLook,
  secondLook,
} from '../request/second-look.js';
import { withVerdicts } from '../request/with-verdicts.js';
import type { In } from '../run/record.js';
import type { Move } from '../run/records.js';
import { type Going, goingOn, needsAnother, sendsNothing } from './going-on.js';
import type { GoneOn } from './gone-on.js';

type Looked = Exclude<SecondLook, { kind: 'refused' }>;

/** What a press may do to the run as it stands, by its row; or why it may do nothing. */
type Deciding = (run: In<'troubled'>, at: number) => Move | FailureCode | undefined;

/**
 * «Retry» and «Check again» of a cancellation: what only reads goes on by the role alone; before
 * what would send, the second look and a look-up are taken. With `glass` what would be sent is decided
 * alone, where a second person is needed and nowhere else.
 */
export async function goOnCancelling(
  parts: Parts,
  press: Press,
  run: In<'troubled'>,
  glass?: Glass,
): Promise<GoneOn> {
  if (!sendsNothing(run)) return sendOn(parts, press, run, glass);
  const role = await readRole(parts, press.person);
  if (role.word !== 'passed') {
    await refusePress(parts, press, run, role.code);
    return { kind: 'refused', code: role.code, detail: role.found };
  }
  const going: Going = { sends: false };
  return decide(parts, press, run, undefined, (now, at) => goingOn(now, press.person, going, at));
}

/** product.md «Keys», «Before any POST that a press leads to». */
async function sendOn(
  parts: Parts,
  press: Press,
  run: In<'troubled'>,
  glass: Glass | undefined,
): Promise<GoneOn> {
  if (parts.paused) return refusePress(parts, press, run, 'paused');
  const seen = await secondLook(parts, press);
  if (seen.kind === 'refused') {
    const { code, detail } = seen;
    await refusePress(parts, press, run, code, detail ? { detail } : {});
    return seen;
  }
  const calls = parts.orders.as(press.person.userId, LOOK_PATIENCE);
  const found = await lookUpOnce(calls, run.orderId, expectation(run, parts.policy));
  if (found.kind === 'unread') return refusePress(parts, press, run, found.code);
  if (found.kind !== 'nothing') {
    // Something was started: whose it is and how it ends, the run looks up before anything else.
    const going: Going = { sends: true, maySend: false };
    return decide(parts, press, run, seen, (now, at) => goingOn(now, press.person, going, at));
  }
  const going: Going = { sends: true, maySend: true, anew: uuid() };
  const { assessment } = seen;
  return decide(parts, press, run, seen, (now, at) => {
    const drawn = redrawn(now, assessment, press.person, at, parts.orderOpsChannel);
    if (drawn) return drawn;
    if (assessment.kind !== 'clear') return undefined;
    const code = fourEyes(needsAnother(now, press.person), glass !== undefined);
    return code ?? withBrokenGlass(goingOn(now, press.person, going, at), glass, at);
  });
}

/** Decides by the row as it stands now: of several who press, one goes on. */
async function decide(
  parts: Parts,
  press: Press,
  { trouble }: In<'troubled'>,
  seen: Looked | undefined,
  deciding: Deciding,
): Promise<GoneOn> {
  let code: FailureCode | undefined;
  let isMoved = false;
  const verdicts = seen?.assessment.verdicts;
  const run = await parts.records.move(press.runId, (now, at) => {
    if (now.state !== 'troubled' || now.trouble.number !== trouble.number) {
      code = now.state === 'troubled' ? 'decided' : 'not_in_trouble';
      return undefined;
    }
    const decided = press.digest === now.digest ? deciding(now, at) : 'old_card';
    code = typeof decided === 'string' ? decided : undefined;
    if (typeof decided === 'string' || !decided) return undefined;
    isMoved = true;
    return verdicts ? withVerdicts(decided, verdicts) : decided;
  });
  if (!run) return { kind: 'refused', code: 'no_such_run' };
  if (code) return refusePress(parts, press, run, code, verdicts ? { verdicts } : {});
  if (!isMoved && verdicts) await noteLook(parts, press, run, verdicts);
  return { kind: run.state === 'troubled' ? 'redrawn' : 'going_on', run };
}
