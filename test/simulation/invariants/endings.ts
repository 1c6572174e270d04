import type { CancellationState } from '../../../src/cancellations/run/record.js';
import { escalationPostId } from '../../../src/cancellations/telling/outbox.js';
import { type Escalation, escalatedOf } from '../../../src/cancellations/trouble/escalation.js';
import { firstBreak } from '../../audit/first-break.js';
import type { Evidence } from '../evidence.js';
import type { Invariant } from './violation.js';

const AT_ITS_END: ReadonlySet<CancellationState> = new Set([
  'discarded',
  'expired',
  'refused',
  'cancelled',
  'rolled_back',
  'resolved',
]);

/** The audit chain verifies. */
export const chainVerifies: Invariant = ({ trail }) => {
  const broken = firstBreak(trail);
  return broken === undefined ? [] : [`entry ${broken} does not follow from the one before`];
};

/**
 * Every run ends or is escalated: it stands at its end, or it is in trouble, and #order-ops shows
 * each trouble of level 3. A block (level 2) is named in the card and its thread alone.
 */
export const everyRunEnds: Invariant = (evidence) =>
  evidence.runs.flatMap((run) => {
    const isTroubled = run.state === 'troubled' || run.state === 'rollback_troubled';
    if (!AT_ITS_END.has(run.state) && !isTroubled)
      return [`${run.orderId} is ${run.state} for ever`];
    return escalatedOf(run)
      .filter(({ number }) => !isShown(evidence, run.runId, number))
      .map(({ code }) => `${run.orderId} is in trouble (${code}), and #order-ops does not know`);
  });

function isShown({ escalated, posts }: Evidence, runId: string, trouble: number): boolean {
  const line = escalated.find((one) => one.run_id === runId && one.trouble === trouble);
  if (!line || line.closed_at !== null) return false;
  const id: Escalation['escalationId'] = line.escalation_id;
  return posts.some(({ post_id, ts }) => post_id === escalationPostId(id) && ts !== null);
}

/** No workflow fails: an id is taken for good, so nothing would ever go on with its work. */
export const noWorkflowFails: Invariant = ({ failedFlows }) =>
  failedFlows.map(({ flow, error }) => `${flow.id}: ${String(error)}`);

/** And none waits for ever. */
export const everyWorkflowEnds: Invariant = ({ flows }) =>
  flows
    .filter(({ state }) => state !== 'ended' && state !== 'failed')
    .map(({ id, state }) => `${id} is ${state}`);

/** What the faults of the database say; every other error that is logged is a defect. */
const INJECTED =
  /ECONNREFUSED|No space left|Connection terminated|takes no write|database does not answer/;
/** Said of a Slack that is away or closed to the bot, or that takes a trigger no more: no defects. */
const EXPECTED = /#order-ops is closed|never told|fetch failed|trigger_id` expired/;

/** Nothing goes wrong inside of the bot but what was done to it. */
export const nothingUnexpectedIsLogged: Invariant = ({ logged }) =>
  logged
    .filter(
      ({ message, error }) => !INJECTED.test(error + message) && !EXPECTED.test(message + error),
    )
    .map(({ message, error }) => `${message}: ${error}`);
