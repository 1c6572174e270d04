import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { NEEDED_SCOPES } from '../../src/slack/scopes.js';
import { nowhere, ORDER_OPS, said, surgery } from './surgery.js';

const at = surgery();
const { finding, findings } = at;
const SCOPES = Object.keys(NEEDED_SCOPES);

describe('SLACK_BOT_TOKEN', () => {
  it('is named with whom it belongs to', async () => {
    expect(await finding('SLACK_BOT_TOKEN')).toMatchObject(
      said('ok', /@opsguide in the workspace Local workspace/),
    );
  });

  it.each([
    ['invalid_auth', /no token of any workspace/],
    ['token_revoked', /was revoked/],
    ['token_expired', /has expired/],
    ['account_inactive', /removed from the workspace/],
    ['not_allowed_token_type', /of another kind/],
  ])('that Slack refuses with %s is said, with where to copy it', async (error, meaning) => {
    at.slack.faults.webApi('*', { error });
    const found = await findings();
    const ofToken = found.find(({ about }) => about === 'SLACK_BOT_TOKEN');
    expect(ofToken).toMatchObject(said('fail', meaning, /OAuth & Permissions/));
    expect(ofToken?.found).toContain(error);
    expect(found.find(({ about }) => about === '#order-ops')).toMatchObject(
      said('warn', /not checked, because of SLACK_BOT_TOKEN/),
    );
  });

  it('of nobody is refused by Slack itself', async () => {
    expect(await finding('SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-nobody' })).toMatchObject(
      said('fail', /invalid_auth/),
    );
  });

  it.each([
    [{ status: 503 }, 'fail', /HTTP 503/],
    [{ retryAfter: 30 }, 'warn', /asks to wait \(429\)/],
    [{ breakConnection: 'before_effect' }, 'fail', /can’t be reached/],
    [{ error: 'fatal_error' }, 'fail', /Slack says fatal_error/],
  ] as const)('is not called bad where Slack itself is: %o', async (fault, level, words) => {
    at.slack.faults.webApi('auth.test', fault);
    expect(await finding('SLACK_BOT_TOKEN')).toMatchObject(said(level, words));
  });

  it('is not checked where nothing listens at SLACK_API_URL', async () => {
    const change = { SLACK_API_URL: `${await nowhere()}/api/` };
    expect(await finding('SLACK_BOT_TOKEN', change)).toMatchObject(
      said('fail', /can’t be reached.*ECONNREFUSED/, /Nothing listens there/),
    );
  });

  it('is waited for no longer than 4 s', async () => {
    at.slack.faults.webApi('auth.test', { delayMs: 60_000 });
    expect(await finding('SLACK_BOT_TOKEN')).toMatchObject(said('fail', /no answer in time/));
  });
});

describe('The scopes', () => {
  afterEach(() => {
    at.slack.scopes.clear();
    for (const scope of SCOPES) at.slack.scopes.add(scope);
  });

  it('that are needed are those that the manifest asks for', () => {
    const bot = z.object({
      oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    });
    const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
    expect(SCOPES.toSorted()).toStrictEqual(
      bot.parse(parse(text)).oauth_config.scopes.bot.toSorted(),
    );
  });

  it.each(SCOPES)('without %s are too few, and what breaks is said', async (scope) => {
    at.slack.scopes.delete(scope);
    const found = await finding('scopes');
    expect(found).toMatchObject(said('fail', /is not granted: \S/, /Reinstall to Workspace/));
    expect(found.found).toContain(scope);
  });

  it('beyond the needed ones are a warning', async () => {
    at.slack.scopes.add('files:read');
    expect(await finding('scopes')).toMatchObject(said('warn', /files:read is granted and not/));
  });
});

describe('#order-ops', () => {
  afterEach(() => {
    const sound = { private: true, botIsMember: true, archived: false, extShared: false };
    at.slack.changeChannel(ORDER_OPS, { ...sound, pendingExtShared: false });
  });
  const changed = (change: Parameters<typeof at.slack.changeChannel>[1]) =>
    at.slack.changeChannel(ORDER_OPS, change);

  it('is best private, with the bot in it', async () => {
    expect(await finding('#order-ops')).toMatchObject(
      said('ok', /#order-ops \(CORDEROPS\): private, the bot is a member/),
    );
  });

  it('that is not there is told', async () => {
    expect(await finding('#order-ops', { ORDER_OPS_CHANNEL: 'CNOWHERE' })).toMatchObject(
      said('fail', /CNOWHERE is not there for the bot/, /\/invite/),
    );
  });

  it('that is private and without the bot is told, with how it is invited', async () => {
    changed({ botIsMember: false });
    expect(await finding('#order-ops')).toMatchObject(
      said('fail', /a private one without it/, /\/invite @OpsGuide/),
    );
  });

  it('that is archived is told', async () => {
    changed({ archived: true });
    expect(await finding('#order-ops')).toMatchObject(said('fail', /is archived/, /Unarchive/));
  });

  it('that another company shares is told', async () => {
    changed({ extShared: true });
    expect(await finding('#order-ops')).toMatchObject(
      said('fail', /shared with another company/, /End the sharing/),
    );
  });

  it('to which another company was invited is told', async () => {
    changed({ pendingExtShared: true });
    expect(await finding('#order-ops')).toMatchObject(
      said('fail', /about to be shared/, /Take the invitation back/),
    );
  });

  it('that is public is a warning while tickets go there, whether the bot is in it or not', async () => {
    changed({ private: false });
    expect(await finding('#order-ops')).toMatchObject(
      said('warn', /public, the bot is a member\. Everybody/, /TICKET_WEBHOOK_URL/),
    );
    changed({ botIsMember: false });
    expect(await finding('#order-ops')).toMatchObject(said('warn', /public, the bot is no member/));
    const webhook = {
      TICKET_WEBHOOK_URL: 'https://desk.example.com/tickets',
      TICKET_WEBHOOK_SECRET: 'webhook-secret',
    };
    expect(await finding('#order-ops', webhook)).toMatchObject(said('ok', /public/));
  });

  it('is not checked without the scope for it', async () => {
    at.slack.scopes.delete('groups:read');
    expect(await finding('#order-ops')).toMatchObject(said('warn', /a scope is missing/));
    at.slack.scopes.add('groups:read');
  });
});

describe('ORDER_OPS_MENTION', () => {
  it('is taken at its word, and that is said', async () => {
    expect(await finding('ORDER_OPS_MENTION')).toMatchObject(said('ok', /S0NCALL, not checked/));
  });

  it('that is not set is a warning', async () => {
    expect(await finding('ORDER_OPS_MENTION', { ORDER_OPS_MENTION: '' })).toMatchObject(
      said('warn', /nobody is called/, /S…/),
    );
  });
});

describe('SLACK_APP_TOKEN', () => {
  it.each([
    ['invalid_auth', /SLACK_APP_TOKEN: Slack refuses it: no token/],
    ['token_revoked', /was revoked/],
    ['not_allowed_token_type', /of another kind/],
    ['missing_scope', /lacks connections:write/],
  ])('that Slack refuses with %s is told', async (error, words) => {
    at.slack.faults.webApi('apps.connections.open', { error });
    expect(await finding('Socket Mode')).toMatchObject(
      said('fail', words, /connections:write.*Basic Information/),
    );
  });

  it('of nobody is refused by Slack itself', async () => {
    expect(await finding('Socket Mode', { SLACK_APP_TOKEN: 'xapp-nobody' })).toMatchObject(
      said('fail', /invalid_auth/),
    );
  });

  it('is not called bad where Slack opens no socket for another reason', async () => {
    at.slack.faults.webApi('apps.connections.open', { status: 500 });
    expect(await finding('Socket Mode')).toMatchObject(said('fail', /HTTP 500/, /status/));
  });
});
