import type { ModalView } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import { INPUTS, VIEWS } from '../ids.js';
import { codes, orderHeader, ownSection, plain } from './blocks.js';
import { LIMITS, SHOWN } from './limits.js';
import { modal } from './modal.js';
import { summary } from './summary.js';
import { standingVerdicts, verdictCodes } from './verdicts.js';

/** Asks why somebody decides alone where a second person is needed. `metadata` finds the run again. */
export function breakGlassModal(
  run: Cancellation,
  { metadata }: { readonly metadata: string },
): ModalView {
  return modal({
    title: 'Break glass',
    callbackId: VIEWS.breakGlass,
    submit: 'Break glass',
    metadata,
    blocks: [
      orderHeader(run.orderId),
      ownSection(
        '*Decide alone, though a second person is needed?* The order is cancelled at once if nothing blocks it. #order-ops is told who did it and why, and the audit trail keeps it.',
      ),
      ...standingVerdicts(run.verdicts),
      summary(run),
      {
        type: 'input',
        block_id: INPUTS.glassReason,
        label: plain('Why it cannot wait, and why nobody else is there', LIMITS.optionText),
        hint: plain('Shown in #order-ops with your name.', LIMITS.header),
        element: {
          type: 'plain_text_input',
          action_id: INPUTS.glassReason,
          multiline: true,
          max_length: SHOWN.notes,
        },
      },
      ...codes(...verdictCodes(run.verdicts)),
    ],
  });
}
