import { randomBytes } from 'node:crypto';
import type { ElementState } from './block-kit/state-values.js';
import { type StateValues, stateValues, withState } from './block-kit/state-values.js';
import type { HomeDefinition, ModalDefinition } from './block-kit/views.js';
import type { Changes } from './changes.js';
import type { Identity } from './identity.js';
import { Refusal } from './refusal.js';

const MOST_STACKED = 3;

interface ViewFields {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly app_installed_team_id: string;
  readonly hash: string;
  readonly state: { readonly values: StateValues };
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly external_id: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
}

/** An open modal, in the shape of Slack's payloads. */
export type ModalView = ModalDefinition & ViewFields;
/** A person's App Home tab, in the shape of Slack's payloads. */
export type HomeView = HomeDefinition & ViewFields;
export type View = ModalView | HomeView;

interface Screen {
  modals: ModalView[];
  home?: HomeView;
  /** What the app found wrong at the last submit, by block_id. */
  errors: Readonly<Record<string, string>>;
}

/** The modals that people have open, and their App Home tabs. */
export class Views {
  private readonly screens = new Map<string, Screen>();

  constructor(
    private readonly identity: Identity,
    private readonly changes: Changes,
  ) {}

  /** Opens a modal in the place of whatever modal the person had open. */
  open(userId: string, definition: ModalDefinition): ModalView {
    const view = this.made(definition);
    return this.show(userId, [view], view);
  }

  /** @throws Refusal `push_limit_reached` over three */
  push(userId: string, definition: ModalDefinition): ModalView {
    const modals = this.screen(userId).modals;
    if (modals.length >= MOST_STACKED) throw new Refusal('push_limit_reached');
    const view = this.made(definition, modals);
    return this.show(userId, [...modals, view], view);
  }

  /** @throws Refusal `not_found` when it is not open, `hash_conflict` when it was drawn anew since */
  update(viewId: string, definition: ModalDefinition, hash?: string): ModalView {
    const found = this.findModal(viewId);
    if (!found) throw new Refusal('not_found');
    const { userId, view } = found;
    if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
    const updated: ModalView = {
      ...this.made(definition),
      id: view.id,
      root_view_id: view.root_view_id,
      previous_view_id: view.previous_view_id,
      state: { values: stateValues(definition.blocks, view.state.values) },
    };
    this.replace(userId, updated);
    return updated;
  }

  /** @throws Refusal `hash_conflict` */
  publish(userId: string, definition: HomeDefinition, hash?: string): HomeView {
    const screen = this.screen(userId);
    if (hash !== undefined && hash !== screen.home?.hash) throw new Refusal('hash_conflict');
    const fresh = { ...definition, ...this.fields(definition) };
    const id = screen.home?.id ?? fresh.id;
    screen.home = { ...fresh, id, root_view_id: id };
    this.changes.happened();
    return screen.home;
  }

  /** Takes one modal away; the one below it shows again. Nothing if it is gone by now. */
  remove(userId: string, viewId: string): void {
    this.show(
      userId,
      this.screen(userId).modals.filter((view) => view.id !== viewId),
    );
  }

  /** Takes all modals of a person away. */
  clear(userId: string): void {
    this.show(userId, []);
  }

  /** Puts a value into an input; the hash stays. */
  fill(view: View, blockId: string, actionId: string, state: ElementState): void {
    const values = withState(view.state.values, blockId, actionId, state);
    for (const [userId, screen] of this.screens) {
      if (screen.home?.id === view.id) screen.home = { ...screen.home, state: { values } };
      const modal = screen.modals.find((one) => one.id === view.id);
      if (modal) this.replace(userId, { ...modal, state: { values } });
    }
  }

  /** Shows what the app found wrong in the uppermost modal, by block_id. */
  showErrors(userId: string, errors: Readonly<Record<string, string>>): void {
    this.screen(userId).errors = errors;
    this.changes.happened();
  }

  /** What is wrong in the uppermost modal, as the app said at the last submit. */
  errors(userId: string): Readonly<Record<string, string>> {
    return this.screen(userId).errors;
  }

  uppermost(userId: string): ModalView | undefined {
    return this.screen(userId).modals.at(-1);
  }

  home(userId: string): HomeView | undefined {
    return this.screen(userId).home;
  }

  /** A view that somebody has open, modal or home. */
  find(viewId: string): View | undefined {
    const homes = [...this.screens.values()].flatMap((screen) => screen.home ?? []);
    return this.findModal(viewId)?.view ?? homes.find((home) => home.id === viewId);
  }

  findByExternalId(externalId: string): ModalView | undefined {
    const modals = [...this.screens.values()].flatMap((screen) => screen.modals);
    return modals.find((view) => view.external_id === externalId);
  }

  private findModal(viewId: string): { userId: string; view: ModalView } | undefined {
    for (const [userId, { modals }] of this.screens) {
      const view = modals.find((one) => one.id === viewId);
      if (view) return { userId, view };
    }
    return undefined;
  }

  private screen(userId: string): Screen {
    const screen = this.screens.get(userId) ?? { modals: [], errors: {} };
    this.screens.set(userId, screen);
    return screen;
  }

  private replace(userId: string, view: ModalView): void {
    const modals = this.screen(userId).modals.map((one) => (one.id === view.id ? view : one));
    this.show(userId, modals);
  }

  private show(userId: string, modals: ModalView[]): void;
  private show(userId: string, modals: ModalView[], view: ModalView): ModalView;
  private show(userId: string, modals: ModalView[], view?: ModalView): ModalView | undefined {
    const screen = this.screen(userId);
    if (screen.modals.at(-1)?.hash !== modals.at(-1)?.hash) screen.errors = {};
    screen.modals = modals;
    this.changes.happened();
    return view;
  }

  private made(definition: ModalDefinition, below: readonly ModalView[] = []): ModalView {
    const fields = this.fields(definition);
    return {
      ...definition,
      ...fields,
      root_view_id: below[0]?.id ?? fields.id,
      previous_view_id: below.at(-1)?.id ?? null,
    };
  }

  private fields(definition: ModalDefinition | HomeDefinition): ViewFields {
    const id = `V${randomBytes(6).toString('hex').toUpperCase()}`;
    return {
      id,
      team_id: this.identity.teamId,
      app_id: this.identity.appId,
      bot_id: this.identity.botId,
      app_installed_team_id: this.identity.teamId,
      hash: randomBytes(8).toString('hex'),
      state: { values: stateValues(definition.blocks) },
      callback_id: definition.callback_id ?? '',
      private_metadata: definition.private_metadata ?? '',
      external_id: definition.external_id ?? '',
      root_view_id: id,
      previous_view_id: null,
    };
  }
}
