import type { ModalView } from '@slack/types';
import { mayBreakGlass } from '../cancellations/break-glass/break-glass.js';
import type { Press } from '../cancellations/request/second-look.js';
import { refusedAnswer } from './answers.js';
import type { Desk } from './desk.js';
import { type Form, typed, type Values } from './form.js';
import { INPUTS } from './ids.js';
import { breakGlassModal } from './render/break-glass-modal.js';
import { buttonValue } from './render/buttons.js';
import { messageModal } from './render/message-modal.js';

/** The modal's title. */
export const BREAKING_GLASS = 'Break glass';

/** The form that asks why, for those who may decide alone. */
export async function askWhyAlone(desk: Desk, press: Press): Promise<ModalView> {
  const asked = await mayBreakGlass(desk.parts, press);
  if (asked.kind === 'refused') {
    return messageModal(BREAKING_GLASS, await refusedAnswer(desk, press, asked));
  }
  return breakGlassModal(asked.run, { metadata: buttonValue(asked.run) });
}

/** Reads why: it must be typed. */
export function readGlassReason(values: Values): Form<string> {
  const { text, error } = typed(values, INPUTS.glassReason, 'Say why nobody else can confirm');
  return error
    ? { kind: 'faulty', errors: { [INPUTS.glassReason]: error } }
    : { kind: 'filled', form: text };
}
