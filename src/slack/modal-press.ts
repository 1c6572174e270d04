import type { App, BlockButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Press } from '../cancellations/request/second-look.js';
import { answered } from './answered.js';
import type { Desk } from './desk.js';
import type { Form, Values } from './form.js';
import { isHome } from './home/is-home.js';
import { openHome } from './home/open-home.js';
import { type Pressed, pressOf } from './press.js';
import { messageModal } from './render/message-modal.js';
import { noticeModal } from './render/notice-modal.js';
import { refusalReply } from './render/replies.js';
import { ephemeral } from './replying.js';

/** A submit: its `value` is the modal's metadata. */
export interface Submitted<Filled> extends Pressed {
  readonly form: Filled;
}

interface Named {
  /** The action's id, or the view's. */
  readonly id: string;
  /** The modal's, ours. */
  readonly title: string;
}

/**
 * Registers a button that opens a modal: at once, for the trigger lives 3 s, and filled afterwards.
 * In a modal already open it takes that one's place.
 */
export function onModalButton(
  app: App,
  desk: Desk,
  { id, title }: Named,
  fill: (pressed: Pressed) => Promise<ModalView>,
): void {
  app.action<BlockButtonAction>(id, async ({ ack, body, action, respond }) => {
    const { view, user, trigger_id } = body;
    const reading = noticeModal({ title, text: 'Reading …' });
    const shown =
      view && !isHome(view)
        ? desk.modals.update(view.id, reading).then(() => view.id)
        : desk.modals.open(trigger_id, reading);
    const [viewId] = await Promise.all([shown, ack()]);
    if (!viewId) {
      const code = 'slack_unavailable';
      // A press in App Home has no other place for its answer.
      if (view) await openHome(desk, user.id, { notice: code });
      else await respond(ephemeral(refusalReply({ code })));
      return;
    }
    const pressed = { slackId: user.id, value: action.value ?? '' };
    await desk.modals.update(viewId, await orFailed(desk, { id, title }, () => fill(pressed)));
  });
}

/** The same for a button of a run: the presser is found good, or refused in the modal. */
export function onModalPress(
  app: App,
  desk: Desk,
  named: Named,
  fill: (press: Press) => Promise<ModalView>,
): void {
  onModalButton(app, desk, named, (pressed) => fillFor(desk, named.title, pressed, fill));
}

/** What the modal shows for the press of somebody found good, or why it is refused. */
export async function fillFor(
  desk: Desk,
  title: string,
  pressed: Pressed,
  fill: (press: Press) => Promise<ModalView>,
): Promise<ModalView> {
  const made = await pressOf(desk, pressed);
  return made.kind === 'press' ? fill(made.press) : messageModal(title, made.answer);
}

/**
 * Registers a modal's submit: what is wrong in the form is said inline; otherwise the modal says at
 * once that it works, and then how it ended.
 */
export function onSubmit<Filled>(
  app: App,
  desk: Desk,
  { id, title }: Named,
  read: (values: Values) => Form<Filled>,
  act: (submitted: Submitted<Filled>) => Promise<ModalView>,
): void {
  app.view({ callback_id: id, type: 'view_submission' }, async ({ ack, body, view }) => {
    const form = read(view.state.values);
    if (form.kind === 'faulty') {
      await ack({ response_action: 'errors', errors: form.errors });
      return;
    }
    await ack({ response_action: 'update', view: noticeModal({ title, text: 'Working …' }) });
    const submitted = { slackId: body.user.id, value: view.private_metadata, form: form.form };
    await desk.modals.update(view.id, await orFailed(desk, { id, title }, () => act(submitted)));
  });
}

function orFailed(
  desk: Desk,
  { id, title }: Named,
  fill: () => Promise<ModalView>,
): Promise<ModalView> {
  return answered(desk, { modal: id }, fill, (code) => messageModal(title, refusalReply({ code })));
}
