import { closedPayload, submissionPayload } from '../payloads/views.js';
import { Refusal } from '../refusal.js';
import type { ModalView } from '../views.js';
import { checkFilled, type FilledIn, fill } from './filling.js';
import { NotPossible } from './not-possible.js';
import type { Modal } from './screen.js';
import { carryOutAnswer, type Outcome } from './submission-answer.js';
import type { World } from './world.js';

/** What came of a submit: what became of the modal, or why it still stands there. */
export type SubmitResult =
  | (Outcome & { readonly acked: true })
  | {
      readonly acked: false;
      /** `operation_timeout`, `dispatch_failed`, or the error code of an answer that Slack does not take. */
      readonly error: string;
      readonly detail: string;
    };

/** The part of a person that fills in, submits and closes modals. */
export class Submitting {
  constructor(
    private readonly userId: string,
    private readonly world: World,
    private readonly tell: (trouble: string) => void,
  ) {}

  fills(modal: Modal, values: Readonly<Record<string, FilledIn>>): void {
    fill(this.world.workspace.views, this.present(modal), values);
  }

  async submits(modal: Modal, values: Readonly<Record<string, FilledIn>>): Promise<SubmitResult> {
    this.fills(modal, values);
    const view = this.present(modal);
    if (!view.submit || view.submit_disabled) {
      throw new NotPossible(`There is no submit button on:\n${modal.text()}`);
    }
    checkFilled(view);
    const result = await this.deliver(view);
    if (!result.acked) this.tell(`${result.error}: ${result.detail}`);
    return result;
  }

  async closes(modal: Modal): Promise<void> {
    const view = this.present(modal);
    const { workspace, dispatcher } = this.world;
    const isCleared = view.clear_on_close === true;
    if (isCleared) workspace.views.clear(this.userId);
    else workspace.views.remove(this.userId, view.id);
    if (!view.notify_on_close) return;
    const person = workspace.people.get(this.userId);
    const payload = closedPayload(person, view, isCleared, workspace);
    await dispatcher.deliver({ type: 'interactive', payload, acceptsResponse: false });
  }

  private async deliver(view: ModalView): Promise<SubmitResult> {
    const { workspace, dispatcher } = this.world;
    const person = workspace.people.get(this.userId);
    const result = await dispatcher.deliver({
      type: 'interactive',
      payload: submissionPayload(person, view, workspace),
      acceptsResponse: true,
    });
    if (!result.acked) return result;
    try {
      return { acked: true, ...carryOutAnswer(result.body, view, this.userId, workspace) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { acked: false, error: error.code, detail: error.message };
    }
  }

  private present(modal: Modal): ModalView {
    const view = this.world.workspace.views.uppermost(this.userId);
    if (view?.id === modal.view.id) return view;
    throw new NotPossible(`${this.userId} has this modal no more:\n${modal.text()}`);
  }
}
