import { type Escalation, LINES } from '../../cancellations/trouble/escalation.js';
import { FAILURES, type FailureCode } from '../../runbook/failures.js';
import { RUNBOOK } from '../../runbook/policy.js';
import { type Answer, answerBlocks } from './answer.js';
import { type Message, ownSection, small } from './blocks.js';
import { openModal } from './buttons.js';
import { SHOWN } from './limits.js';
import { orderLine } from './rich.js';
import { counted, escaped, namedOrder, namedOrders, oneLine, sentence } from './text.js';

/** What the command can do. */
export function helpReply(): Message {
  return {
    text: 'How to use /cancel-order',
    blocks: [
      ownSection('*Cancel an order, step by step.* Nothing is sent before somebody confirms it.'),
      ownSection(
        [
          '`/cancel-order ORD-1001`  look at the order and request its cancellation',
          '`/cancel-order`  the same, asking for the order',
          '`/cancel-order status ORD-1001`  how its cancellation stands',
          '`/cancel-order audit ORD-1001`  who did what, by the audit trail',
          '`/cancel-order list`  what runs, and what ended lately',
          '`/cancel-order help`  this',
        ].join('\n'),
      ),
      small(`Runbook ${RUNBOOK.id} ${RUNBOOK.version}. Only you see the answers.`),
    ],
  };
}

/** What a refusal means and what to do about it, as plain words. */
export function refusalText(code: FailureCode): string {
  const { meaning, advice } = FAILURES[code];
  return `${sentence(meaning)} ${sentence(advice)}`;
}

/** A refusal with what it means, what to do about it, and its code. `detail` is shown as plain text. */
export function refusalReply(
  refusal: Omit<Answer, 'text' | 'code'> & {
    readonly orderId?: string;
    readonly code: FailureCode;
    readonly detail?: string;
  },
): Message {
  const { orderId, code, detail, ...more } = refusal;
  const { meaning, advice } = FAILURES[code];
  return {
    text: aboutOrder(orderId, refusalText(code)),
    blocks: [
      ...(orderId === undefined ? [] : [orderLine(orderId)]),
      ownSection(`*${sentence(meaning)}* ${sentence(advice)}`),
      ...answerBlocks({ ...more, code, ...(detail && { text: detail }) }),
    ],
  };
}

/** An answer to a press. */
export function answerReply(answer: Answer & { readonly orderId: string }): Message {
  const { orderId, text } = answer;
  return {
    text: aboutOrder(orderId, escaped(oneLine(text, SHOWN.value))),
    blocks: [orderLine(orderId), ...answerBlocks(answer)],
  };
}

/** An answer to «Acknowledge»: `count` lines were waiting for it, 0 where others were faster. */
export function acknowledgedReply({ entries }: Escalation, count: number): Message {
  const orders = namedOrders(
    entries.map(({ orderId }) => orderId),
    LINES,
  );
  const said =
    count > 0
      ? `Acknowledged (${counted(count, 'order')}): nobody is asked again for it.`
      : 'This is acknowledged, or over: nobody is asked again for it.';
  const before = count > 0 ? undefined : entries.findLast((entry) => entry.acknowledged);
  const { acknowledged } = before ?? {};
  return {
    text: `${orders}: ${said}`,
    blocks: [
      ...answerBlocks({
        text: said,
        ...(acknowledged && {
          who: { word: 'Acknowledged by', slackId: acknowledged.by, at: acknowledged.at },
        }),
      }),
    ],
  };
}

/** Slack's trigger ran out before a modal could be opened: a press opens it. */
export function openModalReply(orderId?: string): Message {
  const said = 'Slack was too slow to open the form. Open it from here.';
  return {
    text: aboutOrder(orderId, said),
    blocks: [ownSection(said), openModal(orderId)],
  };
}

function aboutOrder(orderId: string | undefined, said: string): string {
  return orderId === undefined ? said : `${namedOrder(orderId)}: ${said}`;
}
