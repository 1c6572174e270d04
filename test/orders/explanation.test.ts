import { describe, expect, test } from 'vitest';
import { explain } from '../../src/orders/explanation.js';

const TOKEN = 'tok/en';
const explained = (text: string) => explain({ kind: 'text', text }, TOKEN);

describe('The body of a refusal explains', () => {
  test.each([
    [
      'the message of an error',
      '{"error":{"code":"billing_hold","message":"Hold active"}}',
      'Hold active',
    ],
    ['its code where it has no message', '{"error":{"code":"billing_hold"}}', 'billing_hold'],
    ['an error that is a text', '{"error":"No"}', 'No'],
    ['a bare message', '{"message":"No"}', 'No'],
    ['any other JSON', '{"why":1}', '{"why":1}'],
    ['plain text, as one line', 'No,\r\n\tnot  now', 'No, not now'],
    ['nothing of a page', '  <html>No</html>', ''],
    ['nothing of an empty body', '', ''],
    ['no token, written or encoded', 'bad tok/en tok%2Fen', 'bad … …'],
    [
      'no address and no link',
      'for <a.b@c.de> see https://in.tern/a?b',
      'for <(address)> see (link)',
    ],
    ['no direction marks', 'a\u202eb\u0000c', 'a b c'],
  ])('with %s', (_, body, text) => {
    expect(explained(body).text).toBe(text);
  });

  test('in 200 characters at most, none of them cut in half', () => {
    expect(explained('x'.repeat(5000)).text).toHaveLength(200);
    expect(explained(`${'x'.repeat(198)}😀😀`).text).toBe(`${'x'.repeat(198)}…`);
  });

  test('nothing where it could not be read', () => {
    expect(explain({ kind: 'broken' }, TOKEN)).toStrictEqual({ code: '', text: '' });
  });
});
