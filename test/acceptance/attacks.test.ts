import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attackerOf, command, interaction, listener } from './attacker.js';
import { freshOrder, postsOf } from './orders.js';
import { FLOOR, World } from './world.js';

const HOUR = 60 * 60;
const UNSIGNED = { headers: { 'x-slack-signature': '' } };
const NESTED = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('Whoever reaches the address of HTTP mode', () => {
  let world: World;
  let attacker: ReturnType<typeof attackerOf>;
  beforeAll(async () => {
    world = await World.start({ transport: 'http', env: { BREAK_GLASS_ROLES: 'duty_manager' } });
    attacker = attackerOf(world, await world.bot.serving());
  });
  afterAll(() => world.close());

  /** Nobody was asked about, and nothing was sent. */
  async function expectIgnored(attack: () => Promise<unknown>): Promise<void> {
    const before = [world.slack.calls().length, world.orders.calls().length];
    await attack();
    expect([world.slack.calls().length, world.orders.calls().length]).toStrictEqual(before);
  }

  it.each([
    ['signed with another secret', { secret: 'a guess' }],
    ['not signed', UNSIGNED],
    ['signed an hour ago', { age: HOUR }],
    ['signed six minutes ago', { age: 6 * 60 }],
    ['signed in another way', { headers: { 'x-slack-signature': 'v1=0' } }],
    ['without a time', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ])('is refused with a request %s', async (_, forging) => {
    await expectIgnored(async () => {
      expect(await attacker.sends(command('list'), forging)).toMatchObject({ status: 401 });
    });
  });

  it('is refused a body beyond the bound, signed or not', async () => {
    const large = command('x'.repeat(1_200_000));
    await expectIgnored(async () => {
      for (const forging of [{}, UNSIGNED]) {
        const answer = await attacker.sends(large, forging).catch(() => ({ status: 413 }));
        expect(answer.status).toBe(413);
      }
    });
  });

  it('gets nothing by sending once more what Slack sent', async () => {
    const sends = attacker.request(command('help'));
    expect((await sends()).text).toContain('Cancel an order');
    await expectIgnored(async () => {
      expect(await sends()).toStrictEqual({ status: 200, text: '' });
      expect(await sends()).toStrictEqual({ status: 200, text: '' });
    });
  });

  it('from another workspace is nobody here, though Slack signed it', async () => {
    const { url, text, close, end } = await listener();
    const foreign = { user_id: 'UELSEWHERE', team_id: 'TELSEWHERE', response_url: url };
    expect(await attacker.sends(command('list', foreign))).toMatchObject({ status: 200 });
    await expect.poll(text, { timeout: 20_000 }).toContain('person_unreadable');
    close();
    await end();
  });

  it('is not understood, and breaks nothing, with what Slack never sends', async () => {
    const payloads = [
      { type: 'block_actions', actions: [{ action_id: 'launch' }] },
      { type: 'view_submission', view: { callback_id: 'launch' } },
      { type: 'launch' },
    ].map(interaction);
    const texts = ['null', ' null\n', '{}', '[]', '7', '"x"', '{', NESTED].map((payload) =>
      new URLSearchParams({ payload }).toString(),
    );
    const bodies = [...payloads, ...texts, '', 'null', '{}', '[]', 'a=1&payload=null'];
    const json = { age: 1, headers: { 'content-type': 'application/json' } };
    await expectIgnored(async () => {
      const attacks = bodies.flatMap((body) => [attacker.sends(body), attacker.sends(body, json)]);
      for (const { status } of await Promise.all(attacks)) {
        expect(status).toBeGreaterThanOrEqual(400);
      }
    });
    expect((await fetch(`http://127.0.0.1:${attacker.port}/healthz`)).status).toBe(200);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    'ends nothing with a %s, signed by nobody',
    async (method) => {
      const at = `http://127.0.0.1:${attacker.port}`;
      for (const path of [
        '/slack/events',
        '/slack/events?x=1',
        '/slack/events/',
        '//slack/events',
      ]) {
        expect((await fetch(at + path, { method })).status).toBe(404);
      }
      expect((await fetch(`${at}/healthz`)).status).toBe(200);
    },
  );

  it('smuggles nothing in with a check of Slack’s that is not signed', async () => {
    const body = `ssl_check=1&${command('help')}`;
    await expectIgnored(async () => {
      expect(await attacker.sends(body, UNSIGNED)).toStrictEqual({ status: 200, text: '' });
    });
  });

  it.each([
    'request_cancellation',
    'roll_back',
    'resolve',
    'break_glass',
    'pick_retry',
    'ask_order',
  ])('decides nothing in the modal %s by a metadata that is none of ours', async (callback_id) => {
    const broken = ['', '{', 'null', '{"__proto__":{"run":1}}', '{"run":{"$gt":""}}', NESTED];
    const answers = broken.map((private_metadata) =>
      attacker.sends(
        interaction({
          type: 'view_submission',
          view: {
            ...{ id: 'VNONE', type: 'modal', callback_id, private_metadata },
            state: {
              values: { reason: { reason: { selected_option: { value: 'operational_request' } } } },
            },
          },
        }),
      ),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toStrictEqual(
      broken.map(() => 200),
    );
    expect(world.orders.calls({ method: 'POST' })).toStrictEqual([]);
  });

  it('did not keep anybody from their work: two people at most, or one who breaks the glass', async () => {
    const { alice, orders } = world;
    orders.addPerson({ userId: 'alice@example.com', roles: ['ops_engineer', 'duty_manager'] });
    const orderId = freshOrder(world, { ageMs: 45 * 24 * HOUR * 1_000 });
    const card = await world.requests(alice, orderId);
    await alice.presses(card, 'Confirm');
    const refused = await alice.message(FLOOR, 'second_person_needed');
    await alice.presses(refused, 'Break glass');
    const modal = await alice.modal((shown) => shown.view.submit !== undefined);
    await alice.submits(modal, { glass_reason: 'Nobody else is up <!channel>' });
    const announced = await world.escalation(orderId, 'Nobody else is up');
    expect(announced.text).toBe(`Break-glass ${orderId}: <@UALICE> decided alone`);
    await world.told(card, 'every post-check');
    expect(postsOf(world, 'cancel', orderId)).toMatchObject({
      posts: [{ userId: 'alice@example.com' }],
    });
    const shown = await world.card(orderId, FLOOR, 'Break-glass');
    expect(world.slack.asText(shown)).not.toContain('Nobody else is up');
    expect(world.thread(card)).toContain('alone (break-glass)');
    expect(world.bot.log.join('\n')).not.toContain(world.slack.signingSecret);
  });
});
