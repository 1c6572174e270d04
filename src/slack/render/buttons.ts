import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { z } from 'zod';
import { type Cancellation, isBlocked } from '../../cancellations/run/record.js';
import { ACTIONS } from '../ids.js';
import { plain } from './blocks.js';
import { LIMITS } from './limits.js';
import { countsLine, refundLine } from './summary.js';
import { oneLine, shownOrder } from './text.js';

const valueSchema = z.object({ run: z.uuid(), digest: z.string().min(1) });

/** What a button says of where it was pressed: the run, and the digest of the drawing it stood on. */
export type ButtonValue = z.infer<typeof valueSchema>;

/** The value of every button of a run, as it stands now. */
export function buttonValue({ runId, digest }: Cancellation): string {
  return JSON.stringify({ run: runId, digest } satisfies ButtonValue);
}

/** Reads a button's value back; undefined where it is none of ours. */
export function parseButtonValue(text: string): ButtonValue | undefined {
  const json = z
    .string()
    .transform((given, context) => {
      try {
        const parsed: unknown = JSON.parse(given);
        return parsed;
      } catch {
        context.issues.push({ code: 'custom', message: 'not JSON', input: given });
        return z.NEVER;
      }
    })
    .pipe(valueSchema);
  return json.safeParse(text).data;
}

/** The buttons that a run offers in its present state (product.md «The way of one cancellation» 4). */
export function buttonsOf(run: Cancellation): ActionsBlock {
  const value = buttonValue(run);
  const details = button(ACTIONS.details, 'Details', value);
  if (run.state !== 'awaiting_confirmation') return { type: 'actions', elements: [details] };
  const discard = button(ACTIONS.discard, 'Discard', value);
  const decide: Button = isBlocked(run)
    ? button(ACTIONS.checkAgain, 'Check again', value)
    : {
        ...button(ACTIONS.confirm, 'Confirm cancellation', value),
        style: 'danger',
        confirm: dialog(run),
      };
  return { type: 'actions', elements: [decide, discard, details] };
}

/** «Look again»: opens the look at this order anew. */
export function lookAgain(orderId: string): ActionsBlock {
  const order = oneLine(orderId, LIMITS.buttonValue);
  return { type: 'actions', elements: [button(ACTIONS.lookAgain, 'Look again', order)] };
}

/** A button that opens the command's modal: for those whose trigger ran out (Slack gives it 3 s). */
export function openModal(orderId: string | undefined): ActionsBlock {
  const open = button(ACTIONS.openModal, 'Open the form');
  const value = orderId && oneLine(orderId, LIMITS.buttonValue);
  return { type: 'actions', elements: [value ? { ...open, value } : open] };
}

function button(actionId: string, label: string, value?: string): Button {
  const text = plain(label, LIMITS.optionText);
  return { type: 'button', action_id: actionId, text, ...(value && { value }) };
}

function dialog(run: Cancellation): ConfirmationDialog {
  const does = `Refund ${refundLine(run.impact)}; ${countsLine(run.impact)}.`;
  return {
    title: plain('Cancel this order?', LIMITS.optionText),
    text: plain(`${shownOrder(run.orderId)}. ${does}`, LIMITS.dialogText),
    confirm: plain('Cancel the order', LIMITS.modalTitle),
    deny: plain('Not now', LIMITS.modalTitle),
    style: 'danger',
  };
}
