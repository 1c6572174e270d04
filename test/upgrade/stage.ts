import type { CancellationState } from '../../src/cancellations/run/record.js';
import type { NewOrder } from '../../src/sandbox/orders/index.js';
import type { Observer } from './observer.js';
import type { Scene, Subject } from './scene.js';

/** What a stage is reached with. */
export interface Recording {
  readonly scene: Scene;
  readonly subject: Subject;
  readonly observer: Observer;
}

/** A place where a run can stand when its process is ended for an upgrade. */
export interface Stage {
  /** Names its files for good. */
  readonly name: string;
  /** Settings that hold the run there for long enough. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Brings the run on its way there. */
  reach(recording: Recording): Promise<void>;
  /** Whether it stands there: asked again and again before the kill, and once more after it. */
  stands(recording: Recording): Promise<boolean>;

  /** How long the upgrade takes, in ms; what fell due meanwhile is due at the start. */
  readonly downtime?: number;
  /** What people do afterwards, and what they see. */
  finish(scene: Scene, subject: Subject): Promise<void>;
  readonly ends: CancellationState;
  readonly effects: Effects;
}

/** What takes effect in all, each once: with the recorded key and person, or anew after the upgrade. */
export interface Effects {
  readonly cancellation?: 'recorded' | 'anew';
  readonly reinstatement?: 'recorded' | 'anew';
  readonly ticket?: true;
}

/** What a stage's order is made of, besides its id. */
export const ORDER: Omit<NewOrder, 'id'> = {
  state: 'on_hold',
  refund: { amount: '129.90', currency: 'EUR' },
  notifications: [{ channel: 'email', recipient: 'jo@customers.example' }],
  workflows: [{ id: 'wf-1', name: 'Pick and pack' }],
  billingRecords: 1,
};

/** Requests and confirms, without waiting for what the press comes to. */
export async function confirms({ scene, subject, observer }: Recording): Promise<void> {
  const card = await scene.requests(subject);
  await observer.until(() => observer.hasToldAll());
  await scene.alice.presses(card, 'Confirm');
}

/** The card shows the end, and the thread tells it. */
export async function seesCancelled(scene: Scene, subject: Subject): Promise<void> {
  await scene.told(await scene.card(subject), 'every post-check');
  await scene.card(subject, 'Audit entry verified');
}

/** Cancelled and verified, and all told. */
export async function cancels(recording: Recording): Promise<void> {
  const { scene, subject, observer } = recording;
  await confirms(recording);
  await seesCancelled(scene, subject);
  await observer.until(() => observer.hasToldAll());
}
