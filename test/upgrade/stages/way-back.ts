import type { Fault } from '../../../src/sandbox/orders/index.js';
import type { Scene, Subject } from '../scene.js';
import { cancels, type Recording, type Stage } from '../stage.js';

const SOON = { withinMs: 30_000 };
const HOUR = 60 * 60_000;

async function seesRolledBack(scene: Scene, subject: Subject): Promise<void> {
  const card = await scene.card(subject, 'rolled back');
  await scene.told(card, 'The order is rolled back');
}
const ROLLED_BACK = {
  finish: seesRolledBack,
  ends: 'rolled_back',
  effects: { cancellation: 'recorded', reinstatement: 'recorded' },
} as const;

/** Cancelled, and its reinstatement meets the fault. */
async function rollsBackInto(recording: Recording, fault: Fault): Promise<void> {
  const { scene, subject } = recording;
  const { orderId } = subject;
  await cancels(recording);
  scene.orders.faults.add({ on: 'reinstate', orderId, times: 1, fault });
  await scene.rollsBack(subject);
  await scene.orders.until(
    () => scene.orders.calls({ route: 'reinstate', orderId })[0]?.body,
    SOON,
  );
}

/** The ticket is asked for once the window has closed; the desk takes none for now. */
async function asksForTicket({ scene, subject }: Recording): Promise<void> {
  const closed = await scene.card(subject, '[ Open CASE-REINSTATE');
  await scene.bob.presses(closed, 'CASE-REINSTATE');
  await scene.slack.until(() => scene.desk.calls() > 0, { what: 'a delivery' });
}
const NO_WINDOW = { ROLLBACK_WINDOW: '2s' };

async function seesTicket(scene: Scene, subject: Subject): Promise<void> {
  await scene.told(await scene.card(subject), 'CASE-REINSTATE ticket is opened');
}
const TICKETED = {
  finish: seesTicket,
  ends: 'cancelled',
  effects: { cancellation: 'recorded', ticket: true },
} as const;

/** After the cancellation: the rollback window, the rollback and the ticket. */
export const WAY_BACK: readonly Stage[] = [
  {
    name: 'window-open',
    reach: cancels,
    stands: ({ observer }) => observer.hasToldAll(),
    async finish(scene, subject) {
      await scene.rollsBack(subject);
      await seesRolledBack(scene, subject);
    },
    ends: 'rolled_back',
    effects: { cancellation: 'recorded', reinstatement: 'anew' },
  },
  {
    name: 'window-ending',
    reach: cancels,
    stands: ({ observer }) => observer.hasToldAll(),
    downtime: 3 * HOUR,
    async finish(scene, subject) {
      const closed = await scene.card(subject, '[ Open CASE-REINSTATE');
      await scene.bob.presses(closed, 'CASE-REINSTATE');
      await seesTicket(scene, subject);
    },
    ends: 'cancelled',
    effects: { cancellation: 'recorded', ticket: true },
  },
  {
    name: 'rollback-attempt-begun',
    reach: (recording) => rollsBackInto(recording, { kind: 'hang', when: 'before_effect' }),
    stands: ({ observer }) => observer.hasToldAll(),
    ...ROLLED_BACK,
  },
  {
    name: 'rollback-answer-lost',
    reach: (recording) => rollsBackInto(recording, { kind: 'hang', when: 'after_effect' }),
    stands: ({ observer }) => observer.hasToldAll(),
    ...ROLLED_BACK,
  },
  {
    name: 'rollback-waiting',
    settings: { RATE_LIMIT_WAIT: '20s' },
    reach: (recording) => rollsBackInto(recording, { kind: 'status', status: 429 }),
    stands: ({ observer }) => observer.isAsleep('rollBack'),
    downtime: 18_000,
    ...ROLLED_BACK,
  },
  {
    name: 'rollback-polling',
    settings: { POLL_INTERVAL: '20s', POLL_TIMEOUT: '5m' },
    reach: (recording) =>
      rollsBackInto(recording, { kind: 'processing', ms: Number.POSITIVE_INFINITY }),
    stands: ({ observer }) => observer.isAsleep('rollBack'),
    downtime: 19_000,
    ...ROLLED_BACK,
  },
  {
    name: 'ticket-undelivered',
    settings: NO_WINDOW,
    async reach(recording) {
      await cancels(recording);
      recording.scene.desk.answers = 'never';
      await asksForTicket(recording);
    },
    stands: ({ observer }) => observer.hasToldAll(),
    ...TICKETED,
  },
  {
    name: 'ticket-waiting',
    settings: { ...NO_WINDOW, RETRY_BASE: '25s' },
    async reach(recording) {
      await cancels(recording);
      recording.scene.desk.answers = 503;
      await asksForTicket(recording);
    },
    stands: ({ observer }) => observer.isAsleep('deliverTicket'),
    downtime: 24_000,
    ...TICKETED,
  },
];
