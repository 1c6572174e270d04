import { expect, it, vi } from 'vitest';
import { useSeeds } from '../seeds.js';
import { bites } from './bites.js';

const broken = vi.hoisted(() => ({ on: '' }));

vi.mock(import('../../../src/cancellations/execution/post.js'), async (original) => {
  const { post } = await original();
  const { v4: uuid } = await import('uuid');
  return {
    post(parts, errand, act, attempt) {
      if (broken.on === 'an error is logged') parts.log.error('something unexpected');
      if (broken.on !== 'a new key at each try' || act.name !== 'cancel') {
        return post(parts, errand, act, attempt);
      }
      const anew: typeof act.post = (calls) => calls.cancel(errand.orderId, uuid(), BODY);
      return post(parts, errand, { ...act, post: anew }, attempt);
    },
  };
});
const BODY = {
  reason: 'operational_request',
  notes: 'Cancelled via OpsGuide',
  notify_stakeholders: true,
};

vi.mock(import('../../../src/cancellations/rollback/roll-back.js'), async (original) => {
  const { rollBack } = await original();
  const { v4: uuid } = await import('uuid');
  return {
    async rollBack(engine, parts, runId) {
      await rollBack(engine, parts, runId);
      const run = await parts.records.find(runId);
      if (broken.on !== 'a rolled back order is cancelled again' || run?.state !== 'rolled_back')
        return;
      const { actor, body } = run.intent;
      const calls = parts.orders.as(actor.userId, { tries: 1, within: 5_000 });
      await engine.step('again', () => calls.cancel(run.orderId, uuid(), body));
    },
  };
});

vi.mock(import('../../../src/slack/people.js'), async (original) => {
  const { identifyWith } = await original();
  const { CAST } = await import('../people/cast.js');
  return {
    identifyWith: (...given) => {
      const identify = identifyWith(...given);
      return async (slackId) => {
        const email = CAST.find(({ id }) => id === slackId)?.email;
        if (broken.on !== 'everybody is a member' || !email) return identify(slackId);
        return { kind: 'person', person: { slackId, userId: email } };
      };
    },
  };
});

vi.mock(import('../../../src/cancellations/request/second-look.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    mayNotConfirm(run, press, now) {
      const code = real.mayNotConfirm(run, press, now);
      const isOff = broken.on === 'one’s own request may be confirmed';
      return isOff && code === 'second_person_needed' ? undefined : code;
    },
  };
});

vi.mock(import('../../../src/cancellations/run/effect.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    isWindowOpen: (effect, now) =>
      broken.on === 'the window never closes' || real.isWindowOpen(effect, now),
  };
});

vi.mock(import('../../../src/cancellations/ticket/hand-over.js'), async (original) => {
  const { handOver } = await original();
  const { v4: uuid } = await import('uuid');
  return {
    handOver(engine, parts, body, pace) {
      const { ticketDesk } = parts;
      if (broken.on !== 'a ticket of its own for each try' || !ticketDesk) {
        return handOver(engine, parts, body, pace);
      }
      const deliver: typeof ticketDesk.deliver = (given) =>
        ticketDesk.deliver({ ...given, ticket_id: uuid() });
      return handOver(engine, { ...parts, ticketDesk: { deliver } }, body, pace);
    },
  };
});

vi.mock(
  import('../../../src/cancellations/execution/look-up-cancellation.js'),
  async (original) => {
    const real = await original();
    return {
      ...real,
      lookUpDurably: async (...given) =>
        broken.on === 'nothing is looked up' ? { kind: 'nothing' } : real.lookUpDurably(...given),
    };
  },
);

vi.mock(import('../../../src/cancellations/trouble/follow-run.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    followRun: async (...given) =>
      broken.on === 'a trouble calls nobody' ? { due: [], signals: [] } : real.followRun(...given),
  };
});

vi.mock(import('../../../src/cancellations/audit.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    async appendAudit(trx, at, events) {
      await real.appendAudit(trx, at, events);
      if (broken.on !== 'an entry is edited') return;
      const { sql } = await import('kysely');
      await sql`alter table opsguide.audit disable trigger user`.execute(trx);
      await trx
        .updateTable('opsguide.audit')
        .set({ actor: 'U0NOBODY' })
        .where('event', '=', 'confirmed')
        .execute();
    },
  };
});

vi.mock(import('../../../src/cancellations/request/expire.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    async expireRequest(engine, parts, runId) {
      if (broken.on === 'an expiry fails') throw new Error('It can’t expire');
      while (broken.on === 'an expiry never comes') await engine.sleep(60 * 60_000);
      await real.expireRequest(engine, parts, runId);
    },
  };
});

const play = useSeeds();

/** `from`: a seed from which on the story soon comes to it. */
it.each([
  ['a new key at each try', 'one key for an intent', 1],
  [
    'a rolled back order is cancelled again',
    'at most one effective cancellation and one reinstatement for a run',
    3,
  ],
  ['everybody is a member', 'no effect without a valid decision by an entitled person', 36],
  [
    'one’s own request may be confirmed',
    'the approver is not the requester where the policy says so',
    8,
  ],
  ['the window never closes', 'no reinstatement after the window', 5],
  ['a ticket of its own for each try', 'at most one ticket', 96],
  ['an entry is edited', 'the audit chain verifies', 1],
  ['a trouble calls nobody', 'every run ends or is escalated', 9],
  ['nothing is looked up', 'a look-up before each further try of a POST', 41],
  ['an expiry fails', 'no workflow fails', 1],
  ['an expiry never comes', 'every workflow ends', 1],
  ['an error is logged', 'nothing unexpected is logged', 1],
] as const)('«%s» breaks «%s»', { timeout: 300_000 }, async (mutant, invariant, from) => {
  await bites(play, broken, mutant, invariant, from);
  expect.hasAssertions();
});
