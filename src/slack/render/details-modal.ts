import type { KnownBlock, ModalView } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { VIEWS } from '../ids.js';
import { codes, orderHeader, ownSection } from './blocks.js';
import { brokenGlassDetails } from './break-glass.js';
import { changeList } from './changes.js';
import { utcDayAndTime } from './dates.js';
import { effectOf, wayBackCodes } from './effect.js';
import { findings } from './findings.js';
import { wholeHistory } from './history.js';
import { impactBlocks, riskBlock } from './impact.js';
import { SHOWN } from './limits.js';
import { modal } from './modal.js';
import { postCheckList } from './post-checks.js';
import { type Line, labelled, paragraph, person, quoted, value, words } from './rich.js';
import { stateLine } from './state.js';
import { verdictCodes, verdictList } from './verdicts.js';

/** Everything of a run, bounded: for entitled people (product.md «Who sees what»). */
export function detailsModal(run: Cancellation): ModalView {
  const refusal = run.state === 'refused' ? run.refusal : undefined;
  const code = 'trouble' in run ? run.trouble.code : refusal?.code;
  const changes = run.state === 'awaiting_confirmation' ? run.changes : [];
  return modal({
    title: 'Details',
    callbackId: VIEWS.notice,
    blocks: [
      orderHeader(run.orderId),
      ownSection(stateLine(run)),
      ...findings(run),
      ...changeList('Changed since the card was drawn', changes),
      paragraph(requested(run)),
      ...(run.notes ? [quoted('Notes', run.notes, SHOWN.notes)] : []),
      ...postCheckList(effectOf(run)?.postChecks ?? [], { found: true }),
      { type: 'divider' },
      verdictList(run.verdicts),
      { type: 'divider' },
      ...impactBlocks(run.impact),
      riskBlock(),
      { type: 'divider' },
      ...sent(run),
      ...brokenGlassDetails(run),
      ...wholeHistory(run),
      ...codes(...verdictCodes(run.verdicts), code, ...wayBackCodes(run)),
    ],
  });
}

function requested(run: Cancellation): readonly Line[] {
  const { requester, requestedAt, reason, notifyStakeholders, runId } = run;
  return [
    labelled('Requested by', person(requester.slackId), words(` at ${utcDayAndTime(requestedAt)}`)),
    labelled('Reason', value(reason)),
    labelled('Notify stakeholders', words(notifyStakeholders ? 'yes' : 'no')),
    labelled('Run', value(runId)),
  ];
}

/** The intent: what was recorded before the first byte went out. */
function sent(run: Cancellation): KnownBlock[] {
  if (!('intent' in run)) return [];
  const { actor, key, recordedAt, body } = run.intent;
  return [
    paragraph([
      labelled('Confirmed by', person(actor.slackId), words(` at ${utcDayAndTime(recordedAt)}`)),
      labelled('X-User-ID', value(actor.userId)),
      labelled('X-Idempotency-Key', value(key)),
      labelled('Reason sent', value(body.reason)),
      labelled('Notes sent', value(body.notes, SHOWN.notes + SHOWN.entry)),
      labelled('Notify stakeholders sent', words(body.notify_stakeholders ? 'yes' : 'no')),
    ]),
  ];
}
