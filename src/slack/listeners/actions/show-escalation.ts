import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalButton } from '../../modal-press.js';
import type { Pressed } from '../../press.js';
import { readerOf } from '../../reading.js';
import { noteRefusedClick } from '../../refused-clicks.js';
import type { Message } from '../../render/blocks.js';
import { parseEscalationValue } from '../../render/buttons.js';
import { escalationMessage } from '../../render/escalation.js';
import { messageModal } from '../../render/message-modal.js';
import { refusalReply } from '../../render/replies.js';

const TITLE = 'Escalation';

/** «Show» at an escalation in App Home: what stands of it in #order-ops, with its live buttons. */
export function register(app: App, desk: Desk): void {
  onModalButton(app, desk, { id: ACTIONS.showEscalation, title: TITLE }, async (pressed) =>
    messageModal(TITLE, await shown(desk, pressed)),
  );
}

async function shown(desk: Desk, { slackId, value }: Pressed): Promise<Message> {
  const reader = await readerOf(desk, slackId);
  const id = parseEscalationValue(value)?.escalation;
  if (reader.kind !== 'entitled') {
    const { code } = reader;
    await noteRefusedClick(desk, { slackId, code, escalationId: id });
    return refusalReply({ code });
  }
  const { records, escalations, log } = desk.parts;
  const escalation = id && (await escalations.find(id));
  if (!escalation) return refusalReply({ code: 'no_such_run' });
  const ids = escalation.entries.flatMap(({ runId }) => runId ?? []);
  const runs = await records.findEach(ids, (run, error) =>
    log.error(
      { err: error, code: 'run_unreadable', run },
      'a run of an escalation could not be read',
    ),
  );
  // Its links are those of #order-ops: here every run's own «Show» leads to its card.
  const links = new Map<string, string>();
  return escalationMessage(escalation, new Map(runs.map((run) => [run.runId, run])), { links });
}
