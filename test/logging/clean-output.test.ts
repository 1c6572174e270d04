import { expect, it } from 'vitest';
import { expectClean } from '../acceptance/clean-output.js';

/** What each acceptance world looks for as it closes: it bites. */
const env = {
  SLACK_BOT_TOKEN: 'xoxb-of-a-story',
  ORDER_API_TOKEN: 'order-token-of-a-story',
  DATABASE_URL: 'postgres://opsguide:password-of-a-story@127.0.0.1/opsguide',
};
const line = (fields: object) => JSON.stringify({ level: 30, msg: 'so', ...fields });
const CLEAN = { env, written: [line({ code: 'internal', level: 50 })], shown: ['{"text":"so"}'] };

it('A story that left nothing behind passes', () => {
  expect(() => expectClean(CLEAN)).not.toThrow();
});

it.each<[string, Partial<typeof CLEAN>]>([
  ['a token in the log', { written: [line({ said: 'Bearer xoxb-of-a-story' })] }],
  ['a password on standard error', { written: ['cannot reach password-of-a-story'] }],
  ['a token in a message', { shown: ['{"text":"order-token-of-a-story"}'] }],
  ['an email in the log', { written: [line({ who: 'alice@example.com' })] }],
  ['an email in an address in the log', { written: [line({ path: '/users/ada%40example.com' })] }],
  ['an error without a code', { written: [line({ level: 50 })] }],
  ['a warning with a code that nobody knows', { written: [line({ level: 40, code: 'odd' })] }],
  ['no secret to look for', { env: { ...env, ...{ SLACK_BOT_TOKEN: '', ORDER_API_TOKEN: '' } } }],
])('%s does not pass', (_, left) => {
  expect(() => expectClean({ ...CLEAN, ...left })).toThrow();
});
