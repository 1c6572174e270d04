import type { Cancellation } from '../cancellations/run/record.js';
import type { Desk } from './desk.js';
import { linkToCard } from './link-to-card.js';
import type { Reader } from './reader.js';
import { readerOf } from './reading.js';
import { noteRefusedClick, type RefusedClick } from './refused-clicks.js';
import { auditReply } from './render/audit-reply.js';
import type { Message } from './render/blocks.js';
import { SHOWN } from './render/limits.js';
import { refusalReply } from './render/replies.js';
import { listReply, noRunReply, statusReply } from './render/run-replies.js';

/** How many runs `list` asks for at the most. */
const LISTED = 50;

/** `/cancel-order status ORD-1001`, with the live buttons, so that a lost card strands nobody. */
export async function statusFor(desk: Desk, slackId: string, orderId: string): Promise<Message> {
  try {
    const reader = await readerOf(desk, slackId);
    if (reader.kind === 'refused') return refusalReply({ orderId, code: reader.code });
    const own = reader.kind === 'member' ? slackId : undefined;
    const run = await desk.parts.records.ofOrder(orderId, own);
    return run ? await statusAsRead(desk, run, reader) : noRunReply(orderId);
  } catch (error) {
    desk.log.error({ err: error, code: 'internal', order: orderId }, 'status failed');
    return refusalReply({ orderId, code: 'internal' });
  }
}

/** `/cancel-order audit ORD-1001`: the short form of its trail, for entitled people alone. */
export async function auditFor(desk: Desk, slackId: string, orderId: string): Promise<Message> {
  const reader = await readerOf(desk, slackId);
  if (reader.kind !== 'entitled') return refusalReply({ orderId, code: reader.code });
  const { entries, count } = await desk.parts.records.trailOf(orderId, SHOWN.entries);
  return auditReply(orderId, entries, count);
}

/** The same of one run: it may have ended long ago. */
export async function statusOfRun(
  desk: Desk,
  slackId: string,
  runId: string | undefined,
): Promise<Message> {
  const reader = await readerOf(desk, slackId);
  if (reader.kind === 'refused') return refused(desk, { slackId, runId, code: reader.code });
  const run = runId && (await desk.parts.records.find(runId));
  const mayRead = run && (reader.kind === 'entitled' || run.requester.slackId === slackId);
  return mayRead
    ? statusAsRead(desk, run, reader)
    : refused(desk, { slackId, runId, code: 'no_such_run' });
}

/** The answer names no order: whether there is one is nobody's who may not read it. */
async function refused(desk: Desk, click: RefusedClick): Promise<Message> {
  await noteRefusedClick(desk, click);
  return refusalReply({ code: click.code });
}

async function statusAsRead(
  desk: Desk,
  run: Cancellation,
  { kind, person }: Exclude<Reader, { kind: 'refused' }>,
): Promise<Message> {
  const link = await linkToCard(desk, run, person.slackId);
  const { rollbackWindow } = desk.parts.policy;
  return statusReply(run, { full: kind === 'entitled', rollbackWindow, ...(link && { link }) });
}

/** `/cancel-order list`: all runs for entitled people, their own for everybody else. */
export async function listFor(desk: Desk, slackId: string): Promise<Message> {
  try {
    const reader = await readerOf(desk, slackId);
    if (reader.kind === 'refused') return refusalReply({ code: reader.code });
    const isEntitled = reader.kind === 'entitled';
    const { runs, ...rest } = await desk.parts.records.list(
      LISTED,
      isEntitled ? undefined : slackId,
    );
    return listReply(runs, { full: isEntitled, ...rest });
  } catch (error) {
    desk.log.error({ err: error, code: 'internal' }, 'list failed');
    return refusalReply({ code: 'internal' });
  }
}
