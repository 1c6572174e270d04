import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import bolt, { type BlockAction, type ButtonAction } from '@slack/bolt';
import axios, { isAxiosError } from 'axios';
import { saysWhereItServes } from './serving.js';

// The bot that most teams write: the runbook's steps one after the other, state in memory.

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = process.env;
const { ORDER_API_URL, ORDER_API_TOKEN, POLL_SECONDS = '30', ORDER_OPS_CHANNEL = '' } = process.env;
const ROLES = ['order_admin', 'ops_engineer'];
const CANCELLABLE = ['pending', 'in_progress', 'on_hold'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Run {
  readonly orderId: string;
  readonly channel: string;
  readonly requester: string;
  readonly form: { readonly reason: string; readonly notes: string };
  lines: string[];
  ts?: string;
  cancelledAt?: number;
  isTaken?: boolean;
}

const runs = new Map<string, Run>();
const service = axios.create({ baseURL: `${ORDER_API_URL}/api/v2`, timeout: 10 * SECOND });
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  ...(SLACK_APP_TOKEN
    ? { socketMode: true, appToken: SLACK_APP_TOKEN }
    : { signingSecret: SLACK_SIGNING_SECRET }),
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
const { client } = app;

const headers = (userId: string, key?: string) => ({
  Authorization: `Bearer ${ORDER_API_TOKEN}`,
  'X-User-ID': userId,
  'X-Request-ID': randomUUID(),
  ...(key && { 'X-Idempotency-Key': key }),
});
const read = async (userId: string, path: string) =>
  (await service.get(path, { headers: headers(userId) })).data;
const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const section = (words: string) => ({ type: 'section' as const, text: text(words) });

async function emailOf(user: string): Promise<string> {
  const { user: found } = await client.users.info({ user });
  return found?.profile?.email ?? '';
}

/** Pre-checks and preview. */
async function look(userId: string, orderId: string) {
  const { roles } = await read(userId, `/users/${encodeURIComponent(userId)}/roles`);
  const { status } = await read(userId, `/orders/${orderId}/status`);
  const dependencies = await read(userId, `/orders/${orderId}/dependencies`);
  const { created_at } = await read(userId, `/orders/${orderId}/metadata`);
  const preview = await read(userId, `/orders/${orderId}/cancel/preview`);
  const isOld = Date.now() - Date.parse(created_at) >= 30 * 24 * HOUR;
  const blocks = [
    ...(roles.some((role: string) => ROLES.includes(role)) ? [] : ['You may not cancel orders']),
    ...(CANCELLABLE.includes(status) ? [] : [`The order is ${status}`]),
    ...(dependencies.billing_hold ? ['There is a billing hold'] : []),
    ...(dependencies.shipment_status === 'in_transit' ? ['The shipment is in transit'] : []),
  ];
  const effects = [
    `Refund: ${preview.refund?.amount ?? 'none'} ${preview.refund?.currency ?? ''}`,
    `Workflows: ${preview.workflows?.length ?? 0}`,
    `Notifications: ${preview.notifications?.length ?? 0}`,
    ...(preview.warnings ?? []),
  ];
  return { blocks, effects, isOld };
}

/** Runbook: 429 waits a minute, what went unanswered is tried again, with the same key. */
async function post(userId: string, path: string, key: string, body: object): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await service.post(path, body, { headers: headers(userId, key) });
      return;
    } catch (error) {
      const status = isAxiosError(error) ? error.response?.status : undefined;
      const isFinal = status !== undefined && status < 500 && status !== 429;
      if (isFinal || attempt === 5) throw error;
      await pause(status === 429 ? MINUTE : Math.random() * SECOND * 2 ** attempt);
    }
  }
}

/** Asks until the answer is good, or the time is over. */
async function until(every: number, within: number, ask: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + within; ; await pause(every)) {
    if (await ask()) return true;
    if (Date.now() > end) return false;
  }
}

async function draw(runId: string, run: Run, line: string, ...buttons: string[]): Promise<void> {
  run.lines.push(line);
  const elements = buttons.map((name) => ({
    ...{ type: 'button' as const, action_id: name, value: runId, text: text(name) },
  }));
  const message = {
    channel: run.channel,
    text: `Cancel ${run.orderId}: ${line}`,
    blocks: [
      section(`Cancel ${run.orderId}\n${run.lines.join('\n')}`),
      ...(elements.length > 0 ? [{ type: 'actions' as const, elements }] : []),
    ],
  };
  if (run.ts) await client.chat.update({ ...message, ts: run.ts });
  else run.ts = (await client.chat.postMessage(message)).ts;
}

async function cancel(runId: string, run: Run, userId: string): Promise<void> {
  const { orderId, form } = run;
  const { blocks } = await look(userId, orderId);
  if (blocks.length > 0) return draw(runId, run, blocks.join('; '), 'Confirm');
  await draw(runId, run, 'Cancelling');
  const notes = ['Cancelled via OpsGuide', form.notes].filter(Boolean).join(' – ');
  const body = { reason: form.reason, notes, notify_stakeholders: true };
  await post(userId, `/orders/${orderId}/cancel`, randomUUID(), body);
  const isDone = await until(Number(POLL_SECONDS) * SECOND, 5 * MINUTE, async () => {
    const { status, error } = await read(userId, `/orders/${orderId}/cancel/status`);
    if (status === 'failed') throw new Error(`the order service failed: ${error}`);
    return status === 'completed';
  });
  if (!isDone) throw new Error('still processing');
  run.cancelledAt = Date.now();
  await draw(runId, run, 'Cancelled', 'Roll back');
  const isVerified = await until(10 * SECOND, 2 * MINUTE, async () => {
    const order = await read(userId, `/orders/${orderId}/status`);
    const billing = await read(userId, `/billing/orders/${orderId}/status`);
    const { notifications } = await read(userId, `/notifications/orders/${orderId}/history`);
    const { entries } = await read(userId, `/orders/${orderId}/audit-log`);
    return (
      order.status === 'cancelled' &&
      ['cancelled', 'refunded', 'voided', 'updated'].includes(billing.status) &&
      notifications.some(({ type }: { type: string }) => type === 'order_cancelled') &&
      entries.some(({ event }: { event: string }) => event === 'order.cancelled')
    );
  });
  await draw(runId, run, isVerified ? 'Audit entry verified' : 'Unverified', 'Roll back');
}

async function rollBack(runId: string, run: Run, userId: string): Promise<void> {
  const { orderId, cancelledAt = 0 } = run;
  if (Date.now() - cancelledAt > 2 * HOUR) throw new Error('too late: open CASE-REINSTATE');
  const { eligible, reason } = await read(userId, `/orders/${orderId}/reinstate/eligibility`);
  if (!eligible) throw new Error(`not eligible: ${reason}`);
  const body = { reason: 'rollback_cancellation', restore_previous_state: true };
  await post(userId, `/orders/${orderId}/reinstate`, randomUUID(), body);
  await draw(runId, run, 'Rolled back');
}

app.command('/cancel-order', async ({ ack, command }) => {
  const { trigger_id, user_id, channel_id: channel, text: orderId } = command;
  const modal = { type: 'modal' as const, title: text('Cancel an order') };
  const looking = { ...modal, blocks: [section(`Looking at ${orderId} …`)] };
  const [opened] = await Promise.all([client.views.open({ trigger_id, view: looking }), ack()]);
  const { blocks, effects, isOld } = await look(await emailOf(user_id), orderId);
  const input = { type: 'plain_text_input' as const, action_id: 'value' };
  const form = [
    {
      ...{ type: 'input' as const, block_id: 'reason', label: text('Reason') },
      element: { ...input, initial_value: 'operational_request' },
    },
    {
      ...{ type: 'input' as const, block_id: 'notes', optional: true, label: text('Notes') },
      element: input,
    },
  ];
  const isBlocked = blocks.length > 0;
  await client.views.update({
    view_id: opened.view?.id ?? '',
    view: {
      ...{
        ...modal,
        callback_id: 'request',
        private_metadata: JSON.stringify({ orderId, channel }),
      },
      blocks: [
        section(
          `${orderId}\n${[...blocks, ...effects, ...(isOld ? ['An old order'] : [])].join('\n')}`,
        ),
        ...(isBlocked ? [] : form),
      ],
      ...(isBlocked ? {} : { submit: text('Request') }),
    },
  });
});

app.view('request', async ({ ack, body, view }) => {
  await ack();
  const { orderId, channel } = JSON.parse(view.private_metadata);
  const { reason, notes } = view.state.values;
  const form = { reason: reason?.value?.value ?? '', notes: notes?.value?.value ?? '' };
  const run: Run = { orderId, channel, requester: body.user.id, form, lines: [] };
  const runId = randomUUID();
  runs.set(runId, run);
  await draw(runId, run, `Requested by <@${body.user.id}>`, 'Confirm', 'Discard');
});

for (const [name, act] of Object.entries({
  Confirm: cancel,
  Discard: (runId: string, run: Run) => draw(runId, run, 'Discarded'),
  'Roll back': rollBack,
})) {
  app.action<BlockAction<ButtonAction>>(name, async ({ ack, body, action }) => {
    await ack();
    const run = runs.get(action.value ?? '');
    if (!run || run.isTaken) return;
    run.isTaken = true;
    try {
      await act(action.value ?? '', run, await emailOf(body.user.id));
    } catch (error) {
      await client.chat.postMessage({
        channel: ORDER_OPS_CHANNEL,
        text: `${run.orderId}: ${error}`,
      });
      await draw(action.value ?? '', run, `Failed: ${error}`, name);
    } finally {
      run.isTaken = false;
    }
  });
}

await saysWhereItServes(app);
