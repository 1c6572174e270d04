import { confirms, type Recording, type Stage, seesCancelled } from '../stage.js';

const ENDS = {
  finish: seesCancelled,
  ends: 'cancelled',
  effects: { cancellation: 'recorded' },
} as const;

/** The cancellation stays in processing for as long as nobody settles it. */
async function processes(recording: Recording): Promise<void> {
  const { scene, subject } = recording;
  const fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
  scene.orders.faults.add({ on: 'cancel', orderId: subject.orderId, times: 1, fault });
  await confirms(recording);
}

/** From the order service's yes to the verified end. */
export const COMPLETING: readonly Stage[] = [
  {
    name: 'polling',
    settings: { POLL_INTERVAL: '20s', POLL_TIMEOUT: '5m' },
    reach: processes,
    stands: ({ observer }) => observer.startsLate('pollOn'),
    downtime: 19_000,
    ...ENDS,
  },
  {
    name: 'completed-not-recorded',
    settings: { POLL_INTERVAL: '1s', POLL_TIMEOUT: '5m' },
    async reach(recording) {
      const { scene, subject, observer } = recording;
      await processes(recording);
      await observer.until(
        async () => (await observer.state()) === 'processing' && (await observer.hasToldAll()),
      );
      await observer.hold('opsguide.cancellations');
      scene.orders.settle(subject.orderId);
      await observer.until(async () => {
        const word = await observer.lastWord('cancelOrder');
        return word?.name.startsWith('poll ') === true && word.output.includes('completed');
      });
    },
    stands: async ({ observer }) => (await observer.lastWord('cancelOrder'))?.name === 'DBOS.now',
    ...ENDS,
  },
  {
    name: 'in-post-checks',
    settings: { POST_CHECK_INTERVAL: '20s', POST_CHECK_TIMEOUT: '5m' },
    async reach(recording) {
      const { scene, subject } = recording;
      const fault = { kind: 'status', status: 503 } as const;
      scene.orders.faults.add({ on: 'billing', orderId: subject.orderId, fault });
      await confirms(recording);
    },
    stands: async ({ observer }) =>
      (await observer.state()) === 'verifying' && observer.isAsleep('cancelOrder'),
    downtime: 19_000,
    ...ENDS,
  },
  {
    name: 'posts-waiting',
    async reach(recording) {
      const { scene, subject, observer } = recording;
      const card = await scene.requests(subject);
      await observer.until(() => observer.hasToldAll());
      for (const method of ['chat.postMessage', 'chat.update']) {
        scene.slack.faults.webApi(method, { status: 503 });
      }
      await scene.alice.presses(card, 'Confirm');
    },
    stands: async ({ observer }) => (await observer.state()) === 'cancelled',
    async finish(scene, subject) {
      await seesCancelled(scene, subject);
      const posts = scene.thread(await scene.card(subject)).join('\n');
      const inOrder =
        /Started: [\s\S]*Processing: [\s\S]*The order is cancelled\.[\s\S]*every post-check/;
      if (!inOrder.test(posts)) throw new Error(`Not told in order: ${posts}`);
    },
    ends: 'cancelled',
    effects: { cancellation: 'recorded' },
  },
];
