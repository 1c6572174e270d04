import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { httpManifest } from '../src/slack/http-manifest.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const SOCKET = read('../manifest.yml');
const ADDRESS = 'https://bot.example.com/slack/events';

const form = z.looseObject({
  features: z.looseObject({ slash_commands: z.array(z.looseObject({})) }),
  settings: z.looseObject({
    interactivity: z.looseObject({}),
    event_subscriptions: z.looseObject({}).optional(),
  }),
});

/** The manifest as Slack would read it, with the address in each place where HTTP mode needs it. */
function expected() {
  const socket = form.parse(parse(SOCKET));
  const { interactivity, event_subscriptions: events } = socket.settings;
  const [command] = socket.features.slash_commands;
  return {
    ...socket,
    features: { ...socket.features, slash_commands: [{ ...command, url: ADDRESS }] },
    settings: {
      ...socket.settings,
      socket_mode_enabled: false,
      interactivity: { ...interactivity, request_url: ADDRESS },
      ...(events && { event_subscriptions: { ...events, request_url: ADDRESS } }),
    },
  };
}

it('The manifest for HTTP mode is that for Socket Mode, with the bot’s address in each place', () => {
  expect(parse(httpManifest(SOCKET, 'https://bot.example.com'))).toStrictEqual(expected());
});

it('It names the address for events too, where there are any', () => {
  const withEvents = `${SOCKET.replace(/^ {2}event_subscriptions:\n( {4}.*\n)+/m, '')}  event_subscriptions:
    bot_events:
      - app_home_opened
`;
  const { settings } = form.parse(parse(httpManifest(withEvents, 'https://bot.example.com')));
  expect(settings.event_subscriptions).toStrictEqual({
    request_url: ADDRESS,
    bot_events: ['app_home_opened'],
  });
});

it('It keeps to the form that Slack reads', () => {
  const schema = JSON.parse(read('./manifest.schema.json'));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  validate(parse(httpManifest(SOCKET, 'https://bot.example.com')));
  expect(validate.errors).toBeNull();
});

it('Of another manifest none is made', () => {
  const other = SOCKET.replace('should_escape: false', 'should_escape: true');
  expect(() => httpManifest(other, 'https://bot.example.com')).toThrow('should_escape');
});
