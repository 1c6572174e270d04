import { type Stage, seesCancelled } from '../stage.js';

const MINUTE = 60_000;

/** Before anybody has confirmed: nothing is asleep in memory, all is started late. */
export const REQUESTED: readonly Stage[] = [
  {
    name: 'awaiting-confirmation',
    reach: async ({ scene, subject }) => void (await scene.requests(subject)),
    stands: ({ observer }) => observer.hasToldAll(),
    // The reminder has just fallen due, and there are nearly two minutes left.
    downtime: 13.1 * MINUTE,
    async finish(scene, subject) {
      const card = await scene.card(subject);
      await scene.told(card, 'Nobody has confirmed yet');
      await scene.alice.presses(await scene.card(subject), 'Confirm');
      await seesCancelled(scene, subject);
    },
    ends: 'cancelled',
    effects: { cancellation: 'anew' },
  },
  {
    name: 'awaiting-expiry',
    reach: async ({ scene, subject }) => void (await scene.requests(subject)),
    stands: ({ observer }) => observer.hasToldAll(),
    downtime: 20 * MINUTE,
    async finish(scene, subject) {
      const card = await scene.card(subject);
      await scene.told(card, 'Nobody confirmed in time');
      await scene.card(subject, 'expired');
    },
    ends: 'expired',
    effects: {},
  },
];
