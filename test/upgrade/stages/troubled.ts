import { setTimeout as pause } from 'node:timers/promises';
import type { Scene, Subject } from '../scene.js';
import { confirms, type Recording, type Stage, seesCancelled } from '../stage.js';

const SIX_MINUTES = 6 * 60_000;

async function isInTrouble({ observer }: Recording): Promise<boolean> {
  return (await observer.state()) === 'troubled' && observer.hasToldAll();
}

/** A press may only show what changed: then it is pressed anew. */
async function checksAgain(scene: Scene, subject: Subject): Promise<void> {
  for (;;) {
    const text = scene.slack.asText(await scene.card(subject));
    if (text.includes('Audit entry verified')) return;
    if (text.includes('[ Check again')) {
      await scene.alice.presses(await scene.card(subject), 'Check again').catch(() => undefined);
    }
    await pause(200);
  }
}

/** Where a person is needed, or may be. */
export const TROUBLED: readonly Stage[] = [
  {
    name: 'reading-on',
    settings: { POLL_TIMEOUT: '1s' },
    async reach(recording) {
      const { scene, subject } = recording;
      const fault = { kind: 'processing', ms: Number.POSITIVE_INFINITY } as const;
      scene.orders.faults.add({ on: 'cancel', orderId: subject.orderId, times: 1, fault });
      await confirms(recording);
    },
    stands: isInTrouble,
    // The next look, and the next call for an acknowledgement, have fallen due.
    downtime: SIX_MINUTES,
    async finish(scene, subject) {
      await scene.told(await scene.card(subject), 'Seen completed after all');
      await seesCancelled(scene, subject);
      await scene.escalation(subject, 'Over: by itself');
    },
    ends: 'cancelled',
    effects: { cancellation: 'recorded' },
  },
  {
    name: 'escalated',
    async reach(recording) {
      const { scene, subject } = recording;
      const fault = { kind: 'status', status: 422 } as const;
      scene.orders.faults.add({ on: 'cancel', orderId: subject.orderId, times: 1, fault });
      await confirms(recording);
    },
    stands: isInTrouble,
    downtime: SIX_MINUTES,
    async finish(scene, subject) {
      await scene.told(await scene.escalation(subject), 'asked again 1 of 3');
      await scene.bob.presses(await scene.escalation(subject), 'Retry');
      await scene.escalation(subject, 'retried');
      await seesCancelled(scene, subject);
    },
    ends: 'cancelled',
    effects: { cancellation: 'anew' },
  },
  {
    name: 'blocked',
    async reach(recording) {
      const { scene, subject } = recording;
      const { orderId } = subject;
      const fault = { kind: 'delay', ms: 1_500 } as const;
      scene.orders.faults.add({ on: 'cancel', orderId, times: 1, fault });
      await confirms(recording);
      await scene.orders.until(() => scene.orders.calls({ route: 'cancel', orderId }).length > 0, {
        withinMs: 30_000,
      });
      scene.orders.change(orderId, { billingHold: true });
    },
    stands: isInTrouble,
    finish: checksAgain,
    ends: 'cancelled',
    effects: { cancellation: 'anew' },
  },
];
