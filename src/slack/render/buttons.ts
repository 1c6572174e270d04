import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { z } from 'zod';
import type { Cancellation } from '../../cancellations/run/record.js';
import { ACTIONS } from '../ids.js';
import { plain } from './blocks.js';
import { LIMITS } from './limits.js';
import { type Offer, offersOf } from './offers.js';
import { countsLine, refundLine } from './summary.js';
import { oneLine, shownOrder } from './text.js';

const ofRun = z.object({ run: z.uuid(), digest: z.string().min(1) });
const ofEscalation = z.object({ escalation: z.uuid(), upTo: z.number().int().optional() });

/** What a button says of where it was pressed: the run, and the digest of the drawing it stood on. */
export type ButtonValue = z.infer<typeof ofRun>;

/** The same for a message of #order-ops: the escalation, and the last line that its drawing showed. */
export type EscalationValue = z.infer<typeof ofEscalation>;

/** The value of every button of a run, as it stands now. */
export function buttonValue({ runId, digest }: Cancellation): string {
  return JSON.stringify({ run: runId, digest } satisfies ButtonValue);
}

/** The value of a button that speaks of an escalation and none of its runs. */
export function escalationValue(value: EscalationValue): string {
  return JSON.stringify(value);
}

/** Reads a button's value back; undefined where it is none of ours. */
export function parseButtonValue(text: string): ButtonValue | undefined {
  return json.pipe(ofRun).safeParse(text).data;
}

/** Reads back what `escalationValue` wrote; undefined where it is none of ours. */
export function parseEscalationValue(text: string): EscalationValue | undefined {
  return json.pipe(ofEscalation).safeParse(text).data;
}

const json = z.string().transform((given, context) => {
  try {
    const parsed: unknown = JSON.parse(given);
    return parsed;
  } catch {
    context.issues.push({ code: 'custom', message: 'not JSON', input: given });
    return z.NEVER;
  }
});

type Style = NonNullable<Button['style']>;

/** People and scripts rely on these words (product.md «Words that people and scripts rely on»). */
const LABELS: Readonly<Record<Offer, string>> = {
  confirm: 'Confirm cancellation',
  checkAgain: 'Check again',
  discard: 'Discard',
  retry: 'Retry',
  resolve: 'Resolved by hand',
  rollBack: 'Roll back',
  openTicket: 'Open CASE-REINSTATE ticket',
  details: 'Details',
};
const STYLES: Readonly<Partial<Record<Offer, Style>>> = {
  confirm: 'danger',
  checkAgain: 'primary',
  retry: 'primary',
  rollBack: 'danger',
};

/** The buttons that a run offers in its present state. */
export function buttonsOf(run: Cancellation): ActionsBlock {
  return { type: 'actions', elements: offersOf(run).map((offer) => offerButton(offer, run)) };
}

/** One of them. Only Confirm asks back: the others open a modal, or undo nothing. */
export function offerButton(offer: Offer, run: Cancellation): Button {
  const style = STYLES[offer];
  return {
    ...button(ACTIONS[offer], LABELS[offer], buttonValue(run)),
    ...(style && { style }),
    ...(offer === 'confirm' && { confirm: dialog(run) }),
  };
}

/** The ticket alone: for a press of «Roll back» that came too late. */
export function ticketOffer(run: Cancellation): ActionsBlock {
  return { type: 'actions', elements: [offerButton('openTicket', run)] };
}

/** «Break glass» alone: for a press that was refused for want of a second person. */
export function breakGlassOffer(run: Cancellation): ActionsBlock {
  const offer = button(ACTIONS.breakGlass, 'Break glass', buttonValue(run));
  return { type: 'actions', elements: [{ ...offer, style: 'danger' }] };
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

/** A button; its label is ours. */
export function button(actionId: string, label: string, value?: string): Button {
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
