import type { App, BlockButtonAction } from '@slack/bolt';
import type { Press } from '../cancellations/request/second-look.js';
import type { FailureCode } from '../runbook/failures.js';
import type { Desk } from './desk.js';
import type { Message } from './render/blocks.js';
import { parseButtonValue } from './render/buttons.js';
import { refusalReply } from './render/replies.js';
import { ephemeral } from './replying.js';

/**
 * Registers a button of a run's card: acknowledged at once, the presser found good or refused, and
 * every press answered to the person alone, whatever happens.
 */
export function onPress(
  app: App,
  desk: Desk,
  actionId: string,
  act: (press: Press) => Promise<Message>,
): void {
  app.action<BlockButtonAction>(actionId, async ({ ack, body, action, respond }) => {
    await ack();
    const answer = await answerTo(desk, body.user.id, action.value, act);
    await respond(ephemeral(answer)).catch((error: unknown) =>
      desk.log.warn({ error: String(error), action: actionId }, 'a press could not be answered'),
    );
  });
}

async function answerTo(
  desk: Desk,
  slackId: string,
  value: string | undefined,
  act: (press: Press) => Promise<Message>,
): Promise<Message> {
  const pressed = parseButtonValue(value ?? '');
  if (!pressed) return refusalReply({ code: 'no_such_run' });
  try {
    const who = await desk.identify(slackId);
    if (who.kind === 'refused') return await refusalOf(desk, pressed.run, who.code);
    return await act({ runId: pressed.run, digest: pressed.digest, person: who.person });
  } catch (error) {
    desk.log.error({ err: error, run: pressed.run }, 'a press failed');
    return refusalReply({ code: 'internal' });
  }
}

/** A refusal that names the order, as every message does. */
async function refusalOf(desk: Desk, runId: string, code: FailureCode): Promise<Message> {
  const run = await desk.parts.records.find(runId);
  return refusalReply({ code, ...(run && { orderId: run.orderId }) });
}
