import type { ModalView, PlainTextOption } from '@slack/types';
import type { Entry } from '../../cancellations/trouble/escalation.js';
import { INPUTS, VIEWS } from '../ids.js';
import { ownSection, plain } from './blocks.js';
import { utcDayAndTime } from './dates.js';
import { LIMITS } from './limits.js';
import { modal } from './modal.js';

const PICKED = {
  retry: { callbackId: VIEWS.pickRetry, submit: 'Retry' },
  resolve: { callbackId: VIEWS.pickResolve, submit: 'Go on' },
} as const;

/**
 * Asks which run of an escalation is meant (product.md «A storm»). An option's value is the run's
 * id; a run stands once, however many of its troubles are listed. `title` is ours.
 */
export function pickModal(
  picking: keyof typeof PICKED,
  entries: readonly Entry[],
  { title, metadata }: { readonly title: string; readonly metadata: string },
): ModalView {
  return modal({
    title,
    ...PICKED[picking],
    metadata,
    blocks: [
      ownSection('One run at a time: which one?'),
      {
        type: 'input',
        block_id: INPUTS.pick,
        label: plain('Order', LIMITS.optionText),
        element: {
          type: 'static_select',
          action_id: INPUTS.pick,
          options: optionsOf(entries).slice(0, LIMITS.selectOptions),
        },
      },
    ],
  });
}

function optionsOf(entries: readonly Entry[]): PlainTextOption[] {
  const runs = new Map(entries.flatMap((entry) => (entry.runId ? [[entry.runId, entry]] : [])));
  return [...runs].map(([value, { orderId, at }]) => ({
    value,
    text: plain(orderId, LIMITS.optionText),
    description: plain(`since ${utcDayAndTime(at)}`, LIMITS.optionText),
  }));
}
