import type { ModalView } from '@slack/types';
import type { Press } from '../cancellations/request/second-look.js';
import type { Desk } from './desk.js';
import { type Form, fault, type Values } from './form.js';
import { INPUTS } from './ids.js';
import { fillFor, type Submitted } from './modal-press.js';
import type { Pressed } from './press.js';
import { readerOf } from './reading.js';
import { buttonValue, parseEscalationValue } from './render/buttons.js';
import { messageModal } from './render/message-modal.js';
import { pickModal } from './render/pick-modal.js';
import { refusalReply } from './render/replies.js';

/** What is done with the run that is picked, and the modal's title for it. */
export const PICKING = { retry: 'Retry one run', resolve: 'Resolve one by hand' } as const;
export type Picking = keyof typeof PICKING;

/**
 * product.md «A storm»: Retry and Resolved by hand act on one run, picked from the open ones by those
 * who may press them at all.
 */
export async function askWhichRun(
  desk: Desk,
  picking: Picking,
  { slackId, value }: Pressed,
): Promise<ModalView> {
  const title = PICKING[picking];
  const reader = await readerOf(desk, slackId);
  if (reader.kind !== 'entitled') {
    const detail = reader.kind === 'member' ? { detail: reader.detail } : {};
    return messageModal(title, refusalReply({ code: reader.code, ...detail }));
  }
  const shown = parseEscalationValue(value);
  const escalation = shown && (await desk.parts.escalations.find(shown.escalation));
  if (!escalation) return messageModal(title, refusalReply({ code: 'no_such_run' }));
  const open = escalation.entries.filter(({ runId, closed }) => runId && !closed);
  return open.length > 0
    ? pickModal(picking, open, { title, metadata: value })
    : messageModal(title, refusalReply({ code: 'not_in_trouble' }));
}

/** Reads which run was picked. */
export function readPick(values: Values): Form<string> {
  const picked = values[INPUTS.pick]?.[INPUTS.pick]?.selected_option?.value;
  return picked
    ? { kind: 'filled', form: picked }
    : { kind: 'faulty', errors: { [INPUTS.pick]: fault('Pick one of the runs') } };
}

/** The press on the picked run: as it stands now, for the list showed no drawing of it. */
export async function pressPicked(
  desk: Desk,
  title: string,
  { slackId, form: runId }: Submitted<string>,
  act: (press: Press) => Promise<ModalView>,
): Promise<ModalView> {
  const run = await desk.parts.records.find(runId);
  if (!run) return messageModal(title, refusalReply({ code: 'no_such_run' }));
  return fillFor(desk, title, { slackId, value: buttonValue(run) }, act);
}
