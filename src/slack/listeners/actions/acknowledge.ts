import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onButton, type Pressed } from '../../press.js';
import { noteRefusedClick } from '../../refused-clicks.js';
import type { Message } from '../../render/blocks.js';
import { parseEscalationValue } from '../../render/buttons.js';
import { acknowledgedReply, refusalReply } from '../../render/replies.js';

/** «Acknowledge»: any full member of the workspace, for the lines that they saw. */
export function register(app: App, desk: Desk): void {
  onButton(app, desk, ACTIONS.acknowledge, (pressed) => acknowledge(desk, pressed));
}

async function acknowledge(desk: Desk, { slackId, value }: Pressed): Promise<Message> {
  const shown = parseEscalationValue(value);
  if (!shown) return refusalReply({ code: 'no_such_run' });
  const { escalation: escalationId, upTo = 0 } = shown;
  const who = await desk.identify(slackId);
  if (who.kind === 'refused') {
    const { code } = who;
    await noteRefusedClick(desk, { slackId, code, escalationId });
    return refusalReply({ code });
  }
  const outcome = await desk.parts.escalations.acknowledge({ escalationId, upTo, by: slackId });
  return outcome.kind === 'acknowledged'
    ? acknowledgedReply(outcome.escalation, outcome.count)
    : refusalReply({ code: 'no_such_run' });
}
