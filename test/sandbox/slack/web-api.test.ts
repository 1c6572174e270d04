import { describe, expect, it } from 'vitest';
import { client, FLOOR, localSlack } from './apps.js';

/** The error code that a call of the real client was refused with. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? error.message.replace('An API error occurred: ', '') : 'no error';
}

describe('tokens and scopes', () => {
  it('auth.test tells who the bot is', async () => {
    const slack = await localSlack();
    const answer = await client(slack).auth.test();
    expect(answer).toMatchObject({ team_id: slack.teamId, user_id: slack.botUserId });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  it('an unknown token, a missing one and an unknown method are refused', async () => {
    const slack = await localSlack();
    expect(await errorOf(client(slack, 'xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await errorOf(client(slack, '').auth.test())).toBe('not_authed');
    expect(await errorOf(client(slack).apiCall('chat.postMesage'))).toBe('unknown_method');
  });

  it('each token is good for its own methods only', async () => {
    const slack = await localSlack();
    const asApp = client(slack, slack.appToken);
    expect(await errorOf(client(slack).apps.connections.open())).toBe('not_allowed_token_type');
    expect(await errorOf(asApp.auth.test())).toBe('not_allowed_token_type');
    expect((await asApp.apps.connections.open()).url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
  });

  it('a missing scope is named', async () => {
    const slack = await localSlack();
    slack.scopes.delete('chat:write');
    const error = await client(slack)
      .chat.postMessage({ channel: FLOOR, text: 'hello' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ data: { error: 'missing_scope', needed: 'chat:write' } });
  });

  it('a misspelt argument is refused, not ignored', async () => {
    const slack = await localSlack();
    const call = client(slack).apiCall('chat.postMessage', { channel: FLOOR, txet: 'hello' });
    expect(await errorOf(call)).toBe('invalid_arguments');
  });

  it('the token may stand in a JSON body', async () => {
    const slack = await localSlack();
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: slack.botToken }),
    });
    expect(await response.json()).toMatchObject({ ok: true, user_id: slack.botUserId });
    expect(slack.calls('auth.test')[0]).toMatchObject({ token: 'bot', args: {} });
  });
});

describe('users.info', () => {
  it('tells what entitlement needs, of a full member', async () => {
    const slack = await localSlack();
    expect((await client(slack).users.info({ user: 'UALICE' })).user).toMatchObject({
      id: 'UALICE',
      team_id: slack.teamId,
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_stranger: false,
      is_email_confirmed: true,
      profile: { email: 'alice@example.com' },
    });
  });

  it('tells strangers, guests and deactivated people apart', async () => {
    const slack = await localSlack();
    slack.addPerson({ id: 'WSTRANGER', name: 'mallory', teamId: 'TOTHER' });
    slack.addPerson({ id: 'UGUEST', name: 'gus', isUltraRestricted: true });
    slack.changePerson('bob', { deleted: true });
    const { users } = client(slack);
    expect((await users.info({ user: 'WSTRANGER' })).user).toMatchObject({
      is_stranger: true,
      team_id: 'TOTHER',
    });
    expect((await users.info({ user: 'UGUEST' })).user).toMatchObject({ is_restricted: true });
    expect((await users.info({ user: 'UBOB' })).user).toMatchObject({ deleted: true });
    expect(await errorOf(users.info({ user: 'UNOBODY' }))).toBe('user_not_found');
  });

  it('shows no address without users:read.email, and none where there is none', async () => {
    const slack = await localSlack();
    slack.changePerson('bob', { email: undefined });
    expect((await client(slack).users.info({ user: 'UBOB' })).user?.profile?.email).toBeUndefined();
    slack.scopes.delete('users:read.email');
    const alice = await client(slack).users.info({ user: 'UALICE' });
    expect(alice.user?.profile?.email).toBeUndefined();
  });
});

describe('where the bot may post', () => {
  it('a public channel without being a member, with chat:write.public alone', async () => {
    const slack = await localSlack();
    const post = () => client(slack).chat.postMessage({ channel: FLOOR, text: 'hello' });
    expect((await post()).ok).toBe(true);
    slack.scopes.delete('chat:write.public');
    expect(await errorOf(post())).toBe('not_in_channel');
  });

  it('not a private channel or a direct message where it is not', async () => {
    const slack = await localSlack();
    slack.addChannel({ id: 'GPRIVATE', name: 'board', private: true, members: ['UALICE'] });
    const theirs = slack.directMessageOf('alice', 'bob').id;
    const { chat, conversations } = client(slack);
    for (const channel of ['GPRIVATE', theirs, 'CNOWHERE', 'shop-floor']) {
      expect(await errorOf(chat.postMessage({ channel, text: 'hello' }))).toBe('channel_not_found');
    }
    expect(await errorOf(conversations.info({ channel: 'GPRIVATE' }))).toBe('channel_not_found');
    slack.changeChannel('GPRIVATE', { botIsMember: true });
    expect((await chat.postMessage({ channel: 'GPRIVATE', text: 'hello' })).ok).toBe(true);
    expect((await conversations.info({ channel: 'GPRIVATE' })).channel).toMatchObject({
      is_private: true,
      is_member: true,
    });
  });

  it('not an archived channel; nor can it edit there', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const { ts = '' } = await chat.postMessage({ channel: FLOOR, text: 'hello' });
    slack.changeChannel(FLOOR, { archived: true });
    expect(await errorOf(chat.postMessage({ channel: FLOOR, text: 'x' }))).toBe('is_archived');
    expect(await errorOf(chat.update({ channel: FLOOR, ts, text: 'x' }))).toBe('is_inactive');
  });

  it('a direct message with a person, by conversations.open or their id', async () => {
    const slack = await localSlack();
    const { chat, conversations } = client(slack);
    const opened = await conversations.open({ users: 'UALICE' });
    const channel = opened.channel?.id ?? '';
    await chat.postMessage({ channel, text: 'one' });
    expect((await chat.postMessage({ channel: 'UALICE', text: 'two' })).channel).toBe(channel);
    expect(slack.directMessages('alice').map((message) => message.text)).toEqual(['one', 'two']);
    expect(slack.person('bob').messages(channel)).toEqual([]);
    expect(await errorOf(conversations.info({ channel }))).toBe('missing_scope');
  });

  it('a thread that is there, and none that is gone', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const { ts: root = '' } = await chat.postMessage({ channel: FLOOR, text: 'root' });
    await chat.postMessage({ channel: FLOOR, thread_ts: root, text: 'reply' });
    expect(slack.thread(FLOOR, root).map(({ text }) => text)).toEqual(['root', 'reply']);
    const reply = (thread_ts: string) =>
      errorOf(chat.postMessage({ channel: FLOOR, thread_ts, text: 'reply' }));
    expect(await reply('1700000000.000001')).toBe('thread_not_found');
    expect(await reply('0')).toBe('invalid_thread_ts');
  });

  it('an ephemeral message reaches only its reader, a member', async () => {
    const slack = await localSlack();
    slack.changeChannel(FLOOR, { botIsMember: true, members: ['UALICE', 'UBOB'] });
    slack.addPerson({ id: 'UCAROL', name: 'carol' });
    const { chat } = client(slack);
    await chat.postEphemeral({ channel: FLOOR, user: 'UALICE', text: 'psst' });
    expect(slack.person('alice').sees(FLOOR)).toBe('psst');
    expect(slack.person('bob').sees(FLOOR)).toBe('');
    const toCarol = chat.postEphemeral({ channel: FLOOR, user: 'UCAROL', text: 'psst' });
    expect(await errorOf(toCarol)).toBe('user_not_in_channel');
  });

  it('marks a reply that is shown in the channel too', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const root = await chat.postMessage({ channel: FLOOR, text: 'root' });
    const thread = { channel: FLOOR, thread_ts: root.ts ?? '' };
    await chat.postMessage({ ...thread, text: 'quiet' });
    await chat.postMessage({ ...thread, text: 'loud', reply_broadcast: true });
    expect(slack.messages(FLOOR).map(({ isBroadcast = false }) => isBroadcast)).toStrictEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('conversations.info and members', () => {
  it('tells whether a channel is shared with another company', async () => {
    const slack = await localSlack();
    slack.changeChannel(FLOOR, { extShared: true, pendingExtShared: true });
    const { channel } = await client(slack).conversations.info({ channel: FLOOR });
    expect(channel).toMatchObject({
      name: 'shop-floor',
      is_im: false,
      is_private: false,
      is_member: false,
      is_archived: false,
      is_ext_shared: true,
      is_pending_ext_shared: true,
    });
  });

  it('lists members page by page', async () => {
    const slack = await localSlack();
    const { conversations } = client(slack);
    const first = await conversations.members({ channel: FLOOR, limit: 1 });
    expect(first.members).toEqual(['UALICE']);
    const cursor = first.response_metadata?.next_cursor ?? '';
    expect((await conversations.members({ channel: FLOOR, cursor })).members).toEqual(['UBOB']);
  });
});

describe('editing', () => {
  it('changes the bot’s own message and keeps the older drawing', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const { ts = '' } = await chat.postMessage({ channel: FLOOR, text: 'one' });
    await chat.update({ channel: FLOOR, ts, text: 'two' });
    expect(slack.message(FLOOR, ts)?.text).toBe('two');
    expect(slack.drawings(FLOOR, ts).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('not somebody else’s, an ephemeral or a deleted one', async () => {
    const slack = await localSlack();
    slack.changeChannel(FLOOR, { botIsMember: true });
    const { chat } = client(slack);
    const hers = slack.person('alice').writes(FLOOR, 'mine').ts;
    const secret = await chat.postEphemeral({ channel: FLOOR, user: 'UALICE', text: 'psst' });
    const { ts: gone = '' } = await chat.postMessage({ channel: FLOOR, text: 'gone' });
    await chat.delete({ channel: FLOOR, ts: gone });
    const update = (ts = '') => errorOf(chat.update({ channel: FLOOR, ts, text: 'x' }));
    expect(await update(hers)).toBe('cant_update_message');
    expect(await update(secret.message_ts)).toBe('message_not_found');
    expect(await update(gone)).toBe('message_not_found');
  });

  it('a post needs a fallback text beside its blocks', async () => {
    const slack = await localSlack();
    const blocks = [{ type: 'divider' }];
    const { chat } = client(slack);
    expect(await errorOf(chat.postMessage({ channel: FLOOR, blocks, text: '' }))).toBe('no_text');
    const bad = chat.postMessage({ channel: FLOOR, blocks: [{ type: 'banner' }], text: 'x' });
    await expect(bad).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: ['[ERROR] unsupported type [json-pointer:/blocks/0/type]'] },
      },
    });
  });

  it('a permalink leads to this machine, never to the real Slack', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const { ts = '' } = await chat.postMessage({ channel: FLOOR, text: 'one' });
    const { permalink } = await chat.getPermalink({ channel: FLOOR, message_ts: ts });
    expect(permalink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/archives\/CFLOOR\/p\d{16}$/);
    const missing = chat.getPermalink({ channel: FLOOR, message_ts: '1.000001' });
    expect(await errorOf(missing)).toBe('message_not_found');
  });
});

describe('the door', () => {
  it('stays shut for other hosts and for bodies over 1 MB', async () => {
    const slack = await localSlack();
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { host: 'evil.example' };
      const sent = request(`${slack.apiUrl}auth.test`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.end();
    });
    expect(status).toBe(403);
    const body = new URLSearchParams({ text: 'x'.repeat(1_100_000) });
    const large = await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', body });
    expect(large.status).toBe(413);
  });
});
