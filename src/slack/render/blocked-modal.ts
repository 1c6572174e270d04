import type { KnownBlock, ModalView } from '@slack/types';
import type { Assessment, Unread } from '../../runbook/assessment.js';
import { FAILURES } from '../../runbook/failures.js';
import { VIEWS } from '../ids.js';
import { codes, orderHeader, ownSection } from './blocks.js';
import { lookAgain } from './buttons.js';
import { impactBlocks } from './impact.js';
import { modal } from './modal.js';
import { labelled, paragraph, value, words } from './rich.js';
import { sentence } from './text.js';
import { verdictCodes, verdictList } from './verdicts.js';

type Refused = Exclude<Assessment, { kind: 'clear' }>;

/**
 * A look that cannot be requested from: it has no submit. Without the role nothing of the order is
 * shown (product.md «The way of one cancellation» 2).
 */
export function blockedModal(look: {
  readonly orderId: string;
  readonly assessment: Refused;
  readonly metadata: string;
}): ModalView {
  const { orderId, assessment, metadata } = look;
  return modal({
    title: 'Cancel an order',
    callbackId: VIEWS.notice,
    metadata,
    blocks: [orderHeader(orderId), ...found(assessment, orderId)],
  });
}

function found(assessment: Refused, orderId: string): readonly KnownBlock[] {
  if (assessment.kind === 'not_entitled') {
    const verdicts = [assessment.role];
    return [
      ownSection('⛔ *You cannot cancel this order.*'),
      verdictList(verdicts),
      lookAgain(orderId),
      ...codes(...verdictCodes(verdicts)),
    ];
  }
  const { verdicts, impact, unreadImpact } = assessment;
  const isUnread = assessment.unread !== undefined;
  return [
    ownSection(isUnread ? UNREAD : BLOCKED),
    verdictList(verdicts),
    ...(unreadImpact ? [unread(unreadImpact)] : []),
    lookAgain(orderId),
    ...(impact ? impactBlocks(impact) : []),
    ...codes(...verdictCodes(verdicts), unreadImpact?.code),
  ];
}

const BLOCKED = '⛔ *Cannot be cancelled now.* Resolve what is named below, then look again.';
const UNREAD = '⚠️ *Cannot be cancelled now: not all of it could be read.* Look again in a minute.';

function unread({ code, detail }: Unread): KnownBlock {
  const { meaning, advice } = FAILURES[code];
  return paragraph([
    labelled('The preview could not be read', words(`${sentence(meaning)} ${sentence(advice)}`)),
    ...(detail === undefined ? [] : [[value(detail)]]),
  ]);
}
