import type { Fault } from '../../../src/sandbox/orders/index.js';
import { confirms, type Recording, type Stage, seesCancelled } from '../stage.js';

const SOON = { withinMs: 30_000 };
const ENDS = {
  finish: seesCancelled,
  ends: 'cancelled',
  effects: { cancellation: 'recorded' },
} as const;

/** The next POST of the cancellation meets the fault. */
function nextCancel({ scene, subject }: Recording, fault: Fault) {
  const { orderId } = subject;
  return scene.orders.faults.add({ on: 'cancel', orderId, times: 1, fault });
}

/** Confirms, and waits until the POST has come in. */
async function sends(recording: Recording, fault: Fault): Promise<void> {
  const { scene, subject } = recording;
  nextCancel(recording, fault);
  await confirms(recording);
  const { orderId } = subject;
  await scene.orders.until(() => scene.orders.calls({ route: 'cancel', orderId })[0]?.body, SOON);
}

/** From the confirm to the order service's answer. */
export const SENDING: readonly Stage[] = [
  {
    name: 'confirmed-not-started',
    async reach({ scene, subject, observer }) {
      const card = await scene.requests(subject);
      await observer.until(() => observer.hasToldAll());
      await observer.hold('dbos.workflow_status');
      void scene.alice.presses(card, 'Confirm').catch(() => undefined);
    },
    stands: async ({ observer }) => (await observer.state()) === 'executing',
    ...ENDS,
  },
  {
    name: 'attempt-not-begun',
    async reach(recording) {
      await recording.observer.hold('opsguide.attempts');
      await confirms(recording);
    },
    async stands({ observer }) {
      const word = await observer.lastWord('cancelOrder');
      return word?.name === 'read the intent' && observer.hasToldAll();
    },
    ...ENDS,
  },
  {
    name: 'attempt-begun',
    reach: (recording) => sends(recording, { kind: 'hang', when: 'before_effect' }),
    stands: ({ observer }) => observer.hasToldAll(),
    ...ENDS,
  },
  {
    name: 'answer-lost',
    reach: (recording) => sends(recording, { kind: 'hang', when: 'after_effect' }),
    stands: ({ observer }) => observer.hasToldAll(),
    ...ENDS,
  },
  {
    name: 'accepted-not-recorded',
    async reach(recording) {
      const { observer } = recording;
      await sends(recording, { kind: 'delay', ms: 4_000 });
      await observer.until(() => observer.hasToldAll());
      await observer.hold('dbos.operation_outputs');
    },
    stands: ({ observer }) => observer.hasHappened('cancel_answered'),
    ...ENDS,
  },
  {
    name: 'waiting-after-429',
    settings: { RATE_LIMIT_WAIT: '20s' },
    async reach(recording) {
      nextCancel(recording, { kind: 'status', status: 429 });
      await confirms(recording);
    },
    stands: ({ observer }) => observer.isAsleep('cancelOrder'),
    downtime: 18_000,
    ...ENDS,
  },
  {
    name: 'waiting-after-500',
    // The wait is drawn between nothing and this.
    settings: { RETRY_BASE: '25s' },
    async reach(recording) {
      nextCancel(recording, { kind: 'status', status: 500 });
      await confirms(recording);
    },
    stands: ({ observer }) => observer.isAsleep('cancelOrder'),
    downtime: 24_000,
    ...ENDS,
  },
  {
    name: 'looking-up-after-500',
    async reach(recording) {
      const { scene, subject } = recording;
      nextCancel(recording, { kind: 'status', status: 500 });
      const { orderId } = subject;
      const hang = { kind: 'hang', when: 'before_effect' } as const;
      const look = scene.orders.faults.add({ on: 'audit_log', orderId, fault: hang });
      await confirms(recording);
      await scene.orders.until(() => look.met() > 0, SOON);
    },
    async stands({ observer }) {
      const word = await observer.lastWord('cancelOrder');
      return word?.name === 'DBOS.now' && observer.hasToldAll();
    },
    ...ENDS,
  },
];
