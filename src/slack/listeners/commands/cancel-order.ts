import type { App, RespondFn, SlashCommand } from '@slack/bolt';
import { concerns } from '../../../logging/subject.js';
import { answered } from '../../answered.js';
import { parseCommand } from '../../command.js';
import { mayAsk } from '../../command-rate.js';
import type { Desk } from '../../desk.js';
import { openWithLook } from '../../look-flow.js';
import { askOrderModal } from '../../render/ask-order-modal.js';
import type { Message } from '../../render/blocks.js';
import { helpReply, openModalReply, refusalReply } from '../../render/replies.js';
import { ephemeral } from '../../replying.js';
import { auditFor, listFor, statusFor } from '../../run-replies.js';

/** `/cancel-order …` (product.md «Command»). Acknowledged at once, whatever else is slow. */
export function register(app: App, desk: Desk): void {
  app.command('/cancel-order', async ({ command, ack, respond }) => {
    const asked = parseCommand(command.text, desk.parts.policy.orderIdPattern);
    if (!(await mayAsk(desk, command.user_id))) {
      await ack(ephemeral(refusalReply({ code: 'too_many_commands' })));
      return;
    }
    if ('orderId' in asked) concerns({ order: asked.orderId });
    const isOfOrder = asked.kind === 'status' || asked.kind === 'audit';
    const orderId = isOfOrder ? { orderId: asked.orderId } : {};
    const told = async (find: () => Promise<Message>) =>
      ephemeral(
        await answered(desk, { command: asked.kind, ...orderId }, find, (code) =>
          refusalReply({ code, ...orderId }),
        ),
      );
    switch (asked.kind) {
      case 'help':
        return ack(ephemeral(helpReply()));
      case 'invalid':
        return ack(ephemeral(refusalReply({ code: 'invalid_order_id', detail: asked.text })));
      case 'list':
        await ack();
        await respond(await told(() => listFor(desk, command.user_id)));
        return;
      case 'status':
        await ack();
        await respond(await told(() => statusFor(desk, command.user_id, asked.orderId)));
        return;
      case 'audit':
        await ack();
        await respond(await told(() => auditFor(desk, command.user_id, asked.orderId)));
        return;
      case 'ask':
        return openAsk(desk, command, ack, respond);
      case 'cancel':
        return openLook(desk, command, asked.orderId, ack, respond);
    }
  });
}

async function openAsk(
  desk: Desk,
  command: SlashCommand,
  ack: () => Promise<void>,
  respond: RespondFn,
): Promise<void> {
  const modal = askOrderModal(command.channel_id);
  const [viewId] = await Promise.all([desk.modals.open(command.trigger_id, modal), ack()]);
  if (!viewId) await respond(ephemeral(openModalReply()));
}

async function openLook(
  desk: Desk,
  command: SlashCommand,
  orderId: string,
  ack: () => Promise<void>,
  respond: RespondFn,
): Promise<void> {
  const { trigger_id, user_id: slackId, channel_id: channel } = command;
  const acked = ack();
  const notOpened = async () => {
    await acked;
    await respond(ephemeral(openModalReply(orderId)));
  };
  // The trigger lives 3 s: the modal opens before anything is asked of the order service.
  const looking = { orderId, slackId, channel };
  await Promise.all([openWithLook(desk, trigger_id, looking, notOpened), acked]);
}
