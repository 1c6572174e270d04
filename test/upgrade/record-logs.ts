import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../postgres/database.js';
import { LOGS, type Log, logSchema, written } from './log.js';
import { Observer } from './observer.js';
import { dumpRows } from './rows.js';
import { Scene, type Subject } from './scene.js';
import { ORDER, type Recording, type Stage } from './stage.js';
import { STAGES } from './stages/index.js';

/*
 * `npm run record-logs`: drives the bot as it is built now to each stage of a run, kills it there and
 * keeps what it left, in the folder of this release. No test: docs/engine.md «Changing a workflow».
 * `-t <stage>` records one stage alone.
 */

const release = await versionIn('../../package.json');
const engine = await versionIn('../../node_modules/@dbos-inc/dbos-sdk/package.json');
/** A wait whose length is drawn may be over before it is seen. */
const TRIES = 5;

it.each(STAGES)('$name', { timeout: 180_000, retry: TRIES }, async (stage) => {
  const log = await record(stage);
  const folder = join(LOGS, release);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${stage.name}.json`), written(log));
});

async function versionIn(file: string): Promise<string> {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function record(stage: Stage): Promise<Log> {
  const database = await freshDatabase(inject('postgresUrl') ?? '');
  const [scene, observer] = [await Scene.start(), new Observer(database.url)];
  try {
    const subject = subjectOf(stage);
    scene.addChannel(subject);
    scene.orders.addOrder({ id: subject.orderId, ...ORDER });
    await scene.startBot({ DATABASE_URL: database.url, ...stage.settings });
    const recording = { scene, subject, observer };
    await stage.reach(recording);
    await observer.until(() => stage.stands(recording));
    await scene.killBot();
    const killedAt = Date.now();
    expect(await stage.stands(recording), 'It had gone on before it was killed').toBe(true);
    return await logOf(stage, recording, killedAt);
  } finally {
    await scene.close();
    await observer.endSessions();
    await observer.close();
    await database.drop();
  }
}

/** Named after the release too: logs of several are finished in one database. */
function subjectOf({ name }: Stage): Subject {
  const mark = release.replaceAll(/\W/g, '-');
  const channel = `C${`${name}${mark}`.toUpperCase().replaceAll('-', '')}`;
  return { orderId: `${name}_${mark}`, channel };
}

async function logOf(
  { name, settings = {} }: Stage,
  { scene, subject, observer }: Recording,
  killedAt: number,
): Promise<Log> {
  const { orderId } = subject;
  const tables = await dumpRows(observer.db);
  const [run] = tables['opsguide.cancellations'] ?? [];
  const application = tables['dbos.workflow_status']?.[0]?.application_version;
  const { createdAt } = scene.orders.order(orderId).facts;
  return logSchema.parse({
    recorded: { release, application, engine, killedAt },
    ...{ stage: name, runId: run?.run_id, ...subject, settings },
    orderService: { order: { ...ORDER, createdAt }, taken: takenOf(scene, orderId) },
    slack: messagesOf(scene, tables),
    tables,
  });
}

function takenOf({ orders }: Scene, orderId: string) {
  return orders
    .calls({ orderId, method: 'POST' })
    .filter(({ effect }) => effect !== undefined)
    .map(({ at, route, key, userId, body }) => ({ at, route, key, userId, body }));
}

/** What the bot has posted for the run, and has recorded. */
function messagesOf({ slack }: Scene, tables: Log['tables']) {
  return (tables['opsguide.posts'] ?? []).flatMap(({ channel, ts }) => {
    if (typeof channel !== 'string' || typeof ts !== 'string') return [];
    const message = slack.message(channel, ts);
    if (!message) throw new Error(`There is no message ${ts} in ${channel}`);
    const { text, threadTs, blocks } = message;
    return [{ channel, ts, text, ...(threadTs ? { threadTs } : { blocks }) }];
  });
}
