import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Message } from '../../src/sandbox/slack/index.js';
import { openDatabase } from '../../src/storage/open-database.js';
import type { Tables } from '../../src/storage/tables.js';
import { type Ran, runAudit } from '../audit/audit-command.js';
import { cancelled } from './rollback-story.js';
import { FLOOR, World } from './world.js';

const ORDER = 'ORD-1001';
const lineSchema = z.object({
  ...{ seq: z.number(), event: z.string(), actor: z.string().nullable() },
  ...{ data: z.record(z.string(), z.unknown()), hash: z.string() },
});

/** One run from its request to its end, with clicks that are refused; then whoever audits it. */
describe('The audit trail of a bot at work', () => {
  let world: World;
  let card: Message;
  beforeAll(async () => {
    world = await World.start();
    card = await cancelled(world, ORDER);
    await world.told(card, 'verified by every post-check');
    await world.rollsBack(world.bob, card);
    await world.told(card, 'rolled back');
  });
  afterAll(() => world.close());

  const audit = (...args: string[]): Promise<Ran> => runAudit(world.env, ...args);

  it('is shown in its short form to an entitled person, and to nobody else', async () => {
    const { alice, bob, eve } = world;
    await bob.types(FLOOR, `/cancel-order audit ${ORDER}`);
    const shown = await bob.message(FLOOR, /requested by @alice[\s\S]*rolled back/);
    expect(shown.ephemeralTo).toBe('UBOB');
    expect(world.slack.asText(shown)).toMatch(/cancel answered by @alice · try 1 · accepted/);
    expect(JSON.stringify(shown)).not.toContain('@example.com');
    await eve.types(FLOOR, `/cancel-order audit ${ORDER}`);
    await eve.message(FLOOR, 'not_entitled');
    await alice.types(FLOOR, '/cancel-order audit ORD-1013');
    await alice.message(FLOOR, 'knows nothing of this order');
  });

  it('keeps the click of somebody without the role', async () => {
    await world.eve.presses(card, 'Details');
    await world.eve.modal('not_entitled');
  });

  it('gives its head to the log', async () => {
    expect(await world.bot.says('audit_head')).toMatch(/"head":"\d+:[0-9a-f]{64}"/);
  });

  it('is not read beside the bot where the database is embedded, and says what to do', async () => {
    const { code, out, errors } = await audit('verify');
    expect([code, out]).toStrictEqual([2, '']);
    expect(errors).toMatch(/is in use by process \d+[\s\S]*while its bot is stopped/);
  });

  it('is exported and verified once the bot is stopped, and holds each step of the run', async () => {
    expect(await world.bot.stop()).toMatchObject({ code: 0 });
    const out = join(world.env.DATA_DIR ?? '', 'export.jsonl');
    const headFile = join(world.env.DATA_DIR ?? '', 'head');
    const exported = await audit('export', ORDER, '--out', out, '--head-file', headFile);
    const head = (await readFile(headFile, 'utf8')).trim();
    expect(exported).toStrictEqual({ code: 0, out: '', errors: `head ${head}\n` });
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    const entries = lines.map((line) => lineSchema.parse(JSON.parse(line)));
    const events = entries.map(({ event }) => event);
    expect(events.filter((event) => event !== 'post_checks')).toStrictEqual([
      ...['requested', 'confirmed', 'cancel_sent', 'cancel_answered', 'processing', 'cancelled'],
      ...['verified', 'rollback_asked', 'rollback_confirmed', 'reinstate_sent'],
      ...['reinstate_answered', 'rolled_back', 'press_refused'],
    ]);
    const dataOf = (event: string) => entries.find((entry) => entry.event === event)?.data;
    expect(dataOf('confirmed')?.verdicts).toHaveLength(6);
    expect(dataOf('cancel_sent')).toMatchObject({ key: dataOf('confirmed')?.key, attempt: 1 });
    const [post] = world.orders.calls({ route: 'cancel', orderId: ORDER });
    expect(dataOf('cancel_answered')).toMatchObject({ kind: 'accepted', key: post?.key });
    expect(dataOf('press_refused')).toStrictEqual({ code: 'not_entitled' });
    const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', ORDER_API_TOKEN = '' } = world.env;
    for (const secret of [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, ORDER_API_TOKEN]) {
      expect(lines.join()).not.toContain(secret);
    }

    const good = await audit('verify', '--head', head);
    expect([good.code, good.out]).toStrictEqual([0, `The trail is whole: ${said(head)}`]);
    await tamper(
      `delete from opsguide.audit where seq = ${entries.at(-1)?.seq}`,
      `update opsguide.audit set actor = 'UEVE' where event = 'confirmed'`,
    );
    const { code, out: broken } = await audit('verify', '--head', head);
    expect([code, broken.split('\n')]).toStrictEqual([
      1,
      [
        expect.stringMatching(/^entry 2 \(confirmed, order ORD-1001, run [\w-]+\): changed: /),
        expect.stringMatching(/^entry \d+: cut: /),
        expect.stringMatching(/^The trail is BROKEN: \d+ entries, head /),
        '',
      ],
    ]);
  }, 180_000);

  const said = (head: string) => `${head.split(':')[0]} entries, head ${head}\n`;

  /** As the table's owner: the triggers do not hold them up. */
  async function tamper(...statements: readonly string[]): Promise<void> {
    const ignored = () => undefined;
    const events = { onLockLost: ignored, onConnectionLost: ignored };
    const dataDir = world.env.DATA_DIR ?? '';
    const { pool, close } = await openDatabase({ kind: 'embedded', dataDir }, events);
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    await sql`alter table opsguide.audit disable trigger user`.execute(db);
    for (const statement of statements) await sql.raw(statement).execute(db);
    await sql`alter table opsguide.audit
      enable always trigger append_only, enable always trigger never_emptied`.execute(db);
    await close();
  }
});
