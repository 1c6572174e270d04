import type { Message } from '../messages.js';
import { type Action, messageActionPayload, viewActionPayload } from '../payloads/block-actions.js';
import { homeOpenedPayload } from '../payloads/views.js';
import { asText } from '../text.js';
import type { View } from '../views.js';
import { chosen, pressed, stateAfter } from './actions.js';
import { findButton, findOption, type Spot } from './find-element.js';
import { NotPossible } from './not-possible.js';
import { blocksOf, Screen, type Target } from './screen.js';
import { presentDrawing } from './visibility.js';
import type { Done, World } from './world.js';

/** What to do with the dialog of a button that asks again; accepted by default. */
export interface PressOptions {
  readonly dialog?: 'accept' | 'dismiss';
}

/** The part of a person that presses and chooses. */
export class Acting {
  constructor(
    private readonly userId: string,
    private readonly world: World,
    private readonly tell: (trouble: string) => void,
  ) {}

  async presses(target: Target, wanted: string | Spot, { dialog }: PressOptions): Promise<Done> {
    const present = this.present(target);
    const button = findButton(present.blocks, wanted, asText(present, this.world.names));
    if (dialog === 'dismiss') {
      if (!button.element.confirm) {
        throw new NotPossible(`«${button.element.text.text}» opens no dialog`);
      }
      return { acked: true, body: {}, payload: {} };
    }
    return this.act(present, pressed(button, this.world.workspace.clock()));
  }

  async pressesOld(kept: Target, wanted: string | Spot): Promise<Done> {
    const drawing = kept instanceof Screen ? kept.view : kept;
    const button = findButton(blocksOf(kept), wanted, asText(drawing, this.world.names));
    const action = pressed(button, this.world.workspace.clock());
    // The payload shows what is there now, if anything is; the action alone is old.
    return this.act(this.presentOrKept(drawing), action);
  }

  async chooses(target: Target, wanted: string, spot?: Spot): Promise<Done> {
    const present = this.present(target);
    const seen = asText(present, this.world.names);
    const found = findOption(present.blocks, wanted, seen, spot);
    const { views, clock } = this.world.workspace;
    const state = stateAfter(found);
    if (isView(present) && state) {
      views.fill(present, found.block.block_id, found.element.action_id, state);
    }
    if (found.block.type === 'input' && !found.block.dispatch_action) {
      return { acked: true, body: {}, payload: {} };
    }
    return this.act(this.present(target), chosen(found, clock()));
  }

  async opensHome(): Promise<Done> {
    const { workspace, dispatcher } = this.world;
    if (!workspace.features.homeTab) throw new NotPossible('The app has no Home tab');
    const person = workspace.people.get(this.userId);
    const payload = homeOpenedPayload(person, workspace.views.home(this.userId), workspace);
    return { ...(await dispatcher.deliverEvent(payload)), payload };
  }

  private async act(target: Message | View, action: Action): Promise<Done> {
    const { workspace, dispatcher } = this.world;
    const person = workspace.people.get(this.userId);
    const payload = isView(target)
      ? viewActionPayload(person, target, action, workspace)
      : messageActionPayload(person, target, action, workspace);
    const result = await dispatcher.deliver({
      type: 'interactive',
      payload,
      acceptsResponse: false,
    });
    if (!result.acked) this.tell(`${result.error}: ${result.detail}`);
    return { ...result, payload };
  }

  private present(target: Target): Message | View {
    const { workspace } = this.world;
    if (!(target instanceof Screen)) return presentDrawing(this.userId, target, workspace);
    const { id } = target.view;
    const shown = [workspace.views.uppermost(this.userId), workspace.views.home(this.userId)];
    const view = shown.find((one) => one?.id === id);
    if (!view) throw new NotPossible(`${this.userId} has this view no more:\n${target.text()}`);
    return view;
  }

  private presentOrKept(kept: Message | View): Message | View {
    const { views, messages } = this.world.workspace;
    const present = isView(kept) ? views.find(kept.id) : messages.find(kept.channel, kept.ts);
    return present ?? kept;
  }
}

function isView(target: Message | View): target is View {
  return 'type' in target;
}
