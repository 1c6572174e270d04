import { LogLevel, WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { identifyWith } from '../../src/slack/people.js';

const OURS = 'TOURS';
const ADA = { slackId: 'U0ADA', userId: 'ada@example.com' };

/** A full member as Slack tells of her (docs of `users.info`), with what this test changes. */
const member = (change: Readonly<Record<string, unknown>> = {}) => ({
  ...{ id: ADA.slackId, team_id: OURS, deleted: false, is_bot: false, is_app_user: false },
  ...{ is_restricted: false, is_ultra_restricted: false, is_email_confirmed: true },
  profile: { email: ADA.userId },
  ...change,
});

/** As `fetch` does: it waits until the client has had enough. */
const never: Answer = (signal) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Who she is found to be, by what Slack answers. */
async function found(answer: Answer, source: Source = 'email') {
  const client = new WebClient('xoxb-test', {
    fetch: async (_, init) => answer(init?.signal),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 250,
    logLevel: LogLevel.ERROR,
  });
  const who = await identifyWith(client, OURS, source)(ADA.slackId);
  return who.kind === 'person' ? who.person : who.code;
}
type Source = 'email' | 'slack_id';
type Answer = (signal?: AbortSignal | null) => Response | Promise<Response>;

const says = (body: unknown, init: ResponseInit = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), init);
const tells = (change: Readonly<Record<string, unknown>>) => () =>
  says({ ok: true, user: member(change) });

describe('A person is who Slack says now', () => {
  it('a full member with a confirmed email, under the id that the order service knows', async () => {
    expect(await found(tells({}))).toStrictEqual(ADA);
    expect(await found(tells({ profile: {} }), 'slack_id')).toStrictEqual({
      ...{ slackId: ADA.slackId, userId: ADA.slackId },
    });
  });

  it('a member of our workspace in an organisation of several', async () => {
    const elsewhere = { team_id: 'TOTHER', enterprise_user: { teams: ['TOTHER', OURS] } };
    expect(await found(tells(elsewhere))).toStrictEqual(ADA);
  });

  it('somebody who has authorised an app is no app', async () => {
    expect(await found(tells({ is_app_user: true }))).toStrictEqual(ADA);
  });
});

describe.each<Source>(['email', 'slack_id'])(
  'Refused with a reason (USER_ID_SOURCE=%s):',
  (source) => {
    it.each([
      ['somebody of another workspace', { team_id: 'TOTHER' }, 'stranger'],
      [
        'somebody of another workspace in our organisation',
        { team_id: 'TOTHER', enterprise_user: { teams: ['TOTHER'] } },
        'stranger',
      ],
      ['somebody whom Slack calls a stranger', { is_stranger: true }, 'stranger'],
      ['a guest of several channels', { is_restricted: true }, 'guest'],
      ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
      ['a guest by either word alone', { is_ultra_restricted: true }, 'guest'],
      ['a bot', { is_bot: true }, 'bot_account'],
      ['somebody deactivated', { deleted: true }, 'deactivated'],
      [
        'somebody deactivated, of whom Slack says little',
        { ...{ deleted: true, is_restricted: undefined, is_ultra_restricted: undefined } },
        'deactivated',
      ],
      ['somebody whose email is not confirmed', { is_email_confirmed: false }, 'email_unconfirmed'],
      [
        'somebody whose email is not said to be',
        { is_email_confirmed: undefined },
        'email_unconfirmed',
      ],
    ])('%s', async (_, change, code) => {
      expect(await found(tells(change), source)).toBe(code);
    });
  },
);

describe('No answer about a person means no:', () => {
  it.each<[string, unknown]>([
    ['not whether they are a guest', { is_restricted: undefined }],
    ['not whether they are a guest of one channel', { is_ultra_restricted: undefined }],
    ['not whether they are a bot', { is_bot: undefined }],
    ['no workspace', { team_id: undefined }],
    ['another person', { id: 'U0EVE' }],
    ['a word where a yes or a no belongs', { is_restricted: 'no' }],
    ['a number for an email', { profile: { email: 7 } }],
  ])('Slack says %s', async (_, change) => {
    expect(await found(tells({ ...(typeof change === 'object' ? change : {}) }))).toBe(
      'person_unreadable',
    );
  });

  it.each<[string, Answer]>([
    ['500', () => says('', { status: 500 })],
    ['429', () => says('', { status: 429, headers: { 'retry-after': '30' } })],
    ['a refusal', () => says({ ok: false, error: 'user_not_found' })],
    ['no JSON', () => says('<html>')],
    ['nothing of a person', () => says({ ok: true })],
    ['somebody who is nobody', () => says({ ok: true, user: null })],
    ['never', never],
    ['with a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('Slack answers %s', async (_, answer) => {
    expect(await found(answer)).toBe('person_unreadable');
  });

  it.each([undefined, ''])('there is no email to be known by: %j', async (email) => {
    expect(await found(tells({ profile: { email } }))).toBe('email_missing');
  });
});
