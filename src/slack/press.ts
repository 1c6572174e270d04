import type { App, BlockButtonAction } from '@slack/bolt';
import type { Press } from '../cancellations/request/second-look.js';
import { answered } from './answered.js';
import type { Desk } from './desk.js';
import { noteRefusedClick, type RefusedClick } from './refused-clicks.js';
import type { Message } from './render/blocks.js';
import { parseButtonValue } from './render/buttons.js';
import { messageModal } from './render/message-modal.js';
import { refusalReply } from './render/replies.js';
import { ephemeral } from './replying.js';

/** Who pressed, and what the button says of where it stood. */
export interface Pressed {
  readonly slackId: string;
  readonly value: string;
}

/** The press of somebody found good, or what they are told instead. */
export type PressOf =
  | { readonly kind: 'press'; readonly press: Press }
  | { readonly kind: 'refused'; readonly answer: Message };

/**
 * Registers a button: acknowledged at once, and every press answered to the person alone, whatever
 * happens: in the modal that it stood in, else beside the message.
 */
export function onButton(
  app: App,
  desk: Desk,
  actionId: string,
  act: (pressed: Pressed) => Promise<Message>,
): void {
  app.action<BlockButtonAction>(actionId, async ({ ack, body, action, respond }) => {
    await ack();
    const { user, view } = body;
    const pressed = { slackId: user.id, value: action.value ?? '' };
    const about = { action: actionId, value: action.value };
    const answer = await answered(
      desk,
      about,
      () => act(pressed),
      (code) => refusalReply({ code }),
    );
    if (view) {
      await desk.modals.update(view.id, messageModal(view.title.text, answer));
      return;
    }
    await respond(ephemeral(answer)).catch((error: unknown) =>
      desk.log.warn(
        { code: 'click_unanswered', error: String(error), action: actionId },
        'a press could not be answered',
      ),
    );
  });
}

/** Registers a button of a run: the presser is found good, or refused. */
export function onPress(
  app: App,
  desk: Desk,
  actionId: string,
  act: (press: Press) => Promise<Message>,
): void {
  onButton(app, desk, actionId, async (pressed) => {
    const made = await pressOf(desk, pressed);
    return made.kind === 'press' ? act(made.press) : made.answer;
  });
}

/** Reads a run's button or a modal's metadata, and who Slack says the person is, asked now. */
export async function pressOf(desk: Desk, { slackId, value }: Pressed): Promise<PressOf> {
  const pressed = parseButtonValue(value);
  if (!pressed) return refused(desk, { slackId, code: 'no_such_run' });
  const { run: runId, digest } = pressed;
  const who = await desk.identify(slackId);
  return who.kind === 'person'
    ? { kind: 'press', press: { runId, digest, person: who.person } }
    : refused(desk, { slackId, code: who.code, runId });
}

/** A refusal that names the order, as every message does. */
async function refused(desk: Desk, click: RefusedClick): Promise<PressOf> {
  const about = await noteRefusedClick(desk, click);
  return { kind: 'refused', answer: refusalReply({ code: click.code, ...about }) };
}
