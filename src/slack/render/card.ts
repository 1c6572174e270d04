import type { KnownBlock } from '@slack/types';
import { type Cancellation, isBlocked } from '../../cancellations/run/record.js';
import type { FailureCode } from '../../runbook/failures.js';
import { codes, type Message, orderHeader, ownSection, small } from './blocks.js';
import { brokenGlassLine } from './break-glass.js';
import { buttonsOf } from './buttons.js';
import { changeList } from './changes.js';
import { duration } from './dates.js';
import { effectOf, wayBackCodes, waysBack } from './effect.js';
import { publicHistory } from './history.js';
import { postCheckList } from './post-checks.js';
import { stateLabel, stateLine } from './state.js';
import { summary } from './summary.js';
import { namedOrder } from './text.js';
import { standingVerdicts, verdictCodes } from './verdicts.js';

/**
 * The root message of a run's thread, as the run stands (product.md «The way of one cancellation»
 * 4 and 8). It holds only what «Who sees what» lets everybody see. `rollbackWindow` in ms.
 */
export function card(run: Cancellation, show: { readonly rollbackWindow: number }): Message {
  return {
    text: `Cancel ${namedOrder(run.orderId)}: ${stateLabel(run)}`,
    blocks: [
      orderHeader(run.orderId),
      ownSection(stateLine(run)),
      ...asked(run),
      ...brokenGlassLine(run),
      summary(run),
      ...postChecks(run),
      ...waysBack(run),
      ...promise(run, show.rollbackWindow),
      buttonsOf(run),
      ...publicHistory(run),
      ...codes(...cardCodes(run), ...wayBackCodes(run)),
    ],
  };
}

/** What a person must read before deciding. */
function asked(run: Cancellation): KnownBlock[] {
  if (run.state !== 'awaiting_confirmation') return [];
  return [
    ...changeList('Changed since the card was drawn: confirm anew', run.changes),
    ...standingVerdicts(run.verdicts),
  ];
}

/** Once the order is back, they speak of what is no more. */
function postChecks(run: Cancellation): KnownBlock[] {
  if (run.state === 'rolled_back') return [];
  return postCheckList(effectOf(run)?.postChecks ?? [], { found: false });
}

function promise(run: Cancellation, rollbackWindow: number): KnownBlock[] {
  if (run.state !== 'awaiting_confirmation' || isBlocked(run)) return [];
  return [small(`Once completed, it can be rolled back for ${duration(rollbackWindow)}.`)];
}

function cardCodes(run: Cancellation): readonly FailureCode[] {
  switch (run.state) {
    case 'awaiting_confirmation': {
      const standing = verdictCodes(run.verdicts);
      const changed: FailureCode[] = run.changes.length > 0 ? ['order_changed'] : [];
      const always: FailureCode[] = run.secondPerson && standing.length === 0 ? ['four_eyes'] : [];
      return [...standing, ...always, ...changed];
    }
    case 'expired':
      return ['expired'];
    case 'refused':
      return [run.refusal.code];
    case 'troubled':
    case 'rollback_troubled':
      return [run.trouble.code];
    default:
      return [];
  }
}
