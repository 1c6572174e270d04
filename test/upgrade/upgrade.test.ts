import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstBreak } from '../audit/first-break.js';
import { bringBack } from './bring-back.js';
import { type Log, readLogs } from './log.js';
import { PLACES, type Place } from './places.js';
import { breakOf } from './rows.js';
import { Scene } from './scene.js';
import type { Effects, Stage } from './stage.js';
import { STAGES } from './stages/index.js';

const places = STAGES.map(({ name }) => name);
/** In the order of a run: what people must do before a limit comes first. */
const LOGS = (await readLogs()).toSorted(
  (a, b) => places.indexOf(a.stage) - places.indexOf(b.stage),
);
const named = LOGS.map((log) => ({ ...log, release: log.recorded.release }));
/** An upgrade takes a moment, unless a stage says otherwise. ms */
const A_MOMENT = 500;

it('every stage of a run has its recorded log, and each of them a trail that verifies', () => {
  const recorded = new Set(LOGS.map(({ stage }) => stage));
  expect([...recorded].toSorted()).toStrictEqual(places.toSorted());
  expect(LOGS.map(breakOf)).toStrictEqual(LOGS.map(() => undefined));
});

describe.each(Object.entries(PLACES))(
  'On %s, today’s bot finishes what an older one left',
  (_, placed) => {
    let scene: Scene;
    let place: Place;
    let loaded: readonly Log[];
    let entries: number;

    beforeAll(async () => {
      scene = await Scene.start();
      place = await placed();
      loaded = await place.within(async (db) => {
        const logs: Log[] = [];
        for (const log of LOGS) {
          logs.push(await bringBack(scene, db, log, stageOf(log).downtime ?? A_MOMENT));
        }
        entries = (await db.selectFrom('opsguide.audit').select('seq').execute()).length;
        return logs;
      });
      await scene.startBot(place.settings);
    });
    afterAll(async () => {
      await scene.close();
      await place.drop();
    });

    it.each(named)('$release: $stage', async ({ runId }) => {
      const log = loaded.find((one) => one.runId === runId);
      if (!log) throw new Error(`There is no run ${runId}`);
      const stage = stageOf(log);
      await stage.finish(scene, log).catch((error: unknown) => {
        throw scene.failureOf(runId) ?? error;
      });
      expect(effectsOf(scene, log)).toStrictEqual(stage.effects);
      const posts = scene.thread(await scene.card(log));
      expect(posts).toHaveLength(new Set(posts).size);
    });

    it('and the rows say the same: every run at its end, nothing in error, one trail that verifies', async () => {
      expect(await scene.stopBot()).toBe(0);
      await place.within(async (db) => {
        const runs = await db.selectFrom('opsguide.cancellations').selectAll().execute();
        expect(new Map(runs.map(({ run_id, state }) => [run_id, state]))).toStrictEqual(
          new Map(loaded.map((log) => [log.runId, stageOf(log).ends])),
        );
        expect(runs.filter(({ live }) => live)).toStrictEqual([]);
        // What is being told at the stop goes on at the next start.
        const unended = sql`select name, status, error from dbos.workflow_status
        where status not in ('SUCCESS', 'DELAYED')
          and (name, status) not in (('deliverPost', 'PENDING'), ('deliverPost', 'ENQUEUED'))`;
        expect((await unended.execute(db)).rows).toStrictEqual([]);
        const open = db.selectFrom('opsguide.escalated').selectAll().where('closed_at', 'is', null);
        expect(await open.execute()).toStrictEqual([]);
        const trail = await db.selectFrom('opsguide.audit').selectAll().orderBy('seq').execute();
        expect(trail.length).toBeGreaterThan(entries);
        expect(firstBreak(trail)).toBeUndefined();
      });
    });
  },
);

function stageOf({ stage }: Log): Stage {
  const found = STAGES.find(({ name }) => name === stage);
  if (!found) throw new Error(`A log of a stage that nobody knows how to finish: ${stage}`);
  return found;
}

const sentSchema = z.object({ key: z.string(), actor: z.object({ userId: z.string() }) });
const recordSchema = z.object({
  intent: sentSchema.optional(),
  rollback: sentSchema.optional(),
  effect: z.object({ ticket: z.object({ ticketId: z.string() }).optional() }).optional(),
});

/** What took effect in all: each once, with what was recorded of it before the upgrade or anew. */
function effectsOf({ orders, desk }: Scene, { orderId, runId, tables }: Log): Effects {
  const [row] = tables['opsguide.cancellations'] ?? [];
  const { intent, rollback, effect } = recordSchema.parse(row?.record);
  const seen = orders.effects(orderId).map(({ kind, key, userId }) => {
    const sent = [intent, rollback].find((one) => one?.key === key);
    if (sent) expect(userId).toBe(sent.actor.userId);
    return [kind, sent ? 'recorded' : 'anew'] as const;
  });
  expect(new Set(seen.map(([kind]) => kind)).size).toBe(seen.length);
  const tickets = [...desk.taken()].filter(([, [body]]) => body?.includes(runId));
  for (const [id, bodies] of tickets) {
    expect(bodies).toHaveLength(1);
    if (effect?.ticket) expect(id).toBe(effect.ticket.ticketId);
  }
  expect(tickets.length).toBeLessThan(2);
  return { ...Object.fromEntries(seen), ...(tickets.length > 0 && { ticket: true }) };
}
