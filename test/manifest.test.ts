import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const text = read('../manifest.yml');
const validate = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(read('./manifest.schema.json')),
);

const manifest = z
  .object({
    display_information: z.looseObject({ name: z.string() }),
    features: z.looseObject({
      app_home: z.looseObject({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
      bot_user: z.looseObject({ display_name: z.string() }),
      slash_commands: z.tuple([
        z.looseObject({ command: z.string(), description: z.string(), usage_hint: z.string() }),
      ]),
    }),
    oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
    settings: z.looseObject({
      socket_mode_enabled: z.boolean(),
      event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }),
    }),
  })
  .parse(parse(text));

/** The rules of the schema that the manifest breaks with one piece of its text replaced. */
function broken(from: string, to: string): string[] {
  expect(text).toContain(from);
  validate(parse(text.replace(from, () => to)));
  return (validate.errors ?? []).map(({ keyword }) => keyword);
}

describe('The app manifest', () => {
  it('keeps to the form that Slack reads', () => {
    validate(parse(text));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['socket_mode_enabled:', 'socket_mode:'],
    ['usage_hint:', 'hint:'],
    ['is_enabled: true', 'enabled: true'],
    ['display_name:', 'name:'],
  ])('is refused where the key %s is misspelt', (from, to) => {
    expect(broken(from, to)).toContain('additionalProperties');
  });

  it.each([
    ['name: OpsGuide', `name: ${'x'.repeat(36)}`],
    ['display_name: OpsGuide', `display_name: ${'x'.repeat(81)}`],
    ['/cancel-order', `/${'x'.repeat(32)}`],
    ['description: Cancels', `description: ${'x'.repeat(141)}`],
    ['description: Cancel an', `description: ${'x'.repeat(2001)}`],
    ['usage_hint: "', `usage_hint: "${'x'.repeat(1001)}`],
  ])('is refused where %s is longer than Slack allows', (from, to) => {
    expect(broken(from, to)).toEqual(['maxLength']);
  });

  it('names the app and its bot OpsGuide', () => {
    expect(manifest.display_information.name).toBe('OpsGuide');
    expect(manifest.features.bot_user.display_name).toBe('OpsGuide');
  });

  it('has the one command /cancel-order, which says how it is used', () => {
    const [{ command, usage_hint: hint }] = manifest.features.slash_commands;
    expect(command).toBe('/cancel-order');
    for (const word of ['ORD-1001', 'status', 'audit', 'list', 'help'])
      expect(hint).toContain(word);
  });

  it('asks for the scopes the bot needs and for nothing else', () => {
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([
      'channels:read',
      'chat:write',
      'chat:write.public',
      'commands',
      'groups:read',
      'im:write',
      'users:read',
      'users:read.email',
    ]);
  });

  it('speaks Socket Mode, takes presses of buttons and is told when App Home is opened', () => {
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: true,
      interactivity: { is_enabled: true },
    });
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_home_opened']);
    expect(manifest.features.app_home.home_tab_enabled).toBe(true);
  });

  it('lets the bot write direct messages', () => {
    expect(manifest.features.app_home.messages_tab_enabled).toBe(true);
  });

  it('stays valid with the addresses that its comment gives for HTTP mode', () => {
    const address = 'https://bot.example.com/slack/events';
    const http = text
      .replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
      .replace('is_enabled: true', `is_enabled: true\n    request_url: ${address}`)
      .replace('bot_events:', `request_url: ${address}\n    bot_events:`)
      .replace('should_escape: false', `should_escape: false\n      url: ${address}`);
    expect(http.match(/bot\.example\.com/g)).toHaveLength(3);
    expect(validate(parse(http))).toBe(true);
  });
});
