import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderIdPattern } from '../../src/config/order-id-pattern.js';
import { configWith } from './environment.js';

const read = (text: string) => orderIdPattern().safeParse(text);
const problem = (text: string) => read(text).error?.issues[0]?.message;

describe('ORDER_ID_PATTERN', () => {
  it('takes by default what the product calls an order id, whole', () => {
    const { orderIdPattern: pattern } = configWith().policy;
    for (const id of ['ORD-1001', '7', 'a_b', 'x'.repeat(64)]) expect(id).toMatch(pattern);
    for (const none of ['', '-1', 'a b', 'a/b', '..', 'a\n', 'x'.repeat(65), ' ORD-1']) {
      expect(none).not.toMatch(pattern);
    }
  });

  it('matches whole ids only, alternatives included', () => {
    const pattern = read('ORD-[0-9]+|X').data;
    expect(pattern?.test('ORD-1')).toBe(true);
    expect(pattern?.test('X')).toBe(true);
    expect(pattern?.test('ORD-1Z')).toBe(false);
    expect(pattern?.test('YX')).toBe(false);
  });

  it.each(['(', 'a)(b', '[', '\\', '{1}', '\\y', 'a\\'])('%s is no regular expression', (text) => {
    expect(problem(text)).toContain('is no regular expression');
  });

  it.each([
    ['[A-Z]*', '""'],
    ['ORD|', '""'],
    ['[.A-Z]{1,9}', '"."'],
    ['[.]{2}', '".."'],
    ['\\.\\.?', '"."'],
  ])('%s is refused, because it matches %s', (text, word) => {
    expect(problem(text)?.endsWith(`matches ${word}`)).toBe(true);
  });

  it.each([
    'ORD/[0-9]+',
    'ORD\\/[0-9]+',
    'ORD.[0-9]+',
    'ORD[^0-9][0-9]+',
    'ORD\\S[0-9]+',
    'ORD\\D[0-9]+',
    'ORD\\W[0-9]+',
    'ORD\\P{L}1',
    'ORD\\p{P}1',
    'ORD\\x2f1',
    'ORD\\x2F1',
    'ORD\\u002f1',
    'ORD\\u{2F}1',
    'ORD[!-~]1',
    'ORD[+-9]1',
    'ORD[\\]/]1',
    'A[\\[]B/C',
    '(?<id>ORD)(?:-|/)1',
  ])('%s is refused, because it can match a slash', (text) => {
    expect(problem(text)).toContain('can match a slash');
  });

  it.each([
    'ORD-[0-9]+',
    '(?<kind>ORD|RET)-\\d{1,9}',
    '[\\w-]+',
    '\\p{Lu}+',
    'ORD\\u{2E}[0-9]',
    '(A|B)\\1-1',
    'A[\\]\\[.]B',
    '\\u002d[0-9]',
  ])('%s is taken', (text) => {
    expect(problem(text)).toBeUndefined();
  });

  it('once taken never matches a slash, whatever it is made of', () => {
    const piece = fc.constantFrom(
      ...['A', '-', '.', '/', '\\/', '\\.', '\\d', '\\D', '\\w', '\\W', '\\x2f', '\\u{2f}'],
      ...['[A-Z]', '[^A-Z]', '[+-9]', '[\\]/]', '[\\[]', '(?:B|/)', '(?:B|C)', '\\p{P}', '\\p{L}'],
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const ids = fc.array(fc.constantFrom('A', 'B', '-', '.', '/', '1', ']', '['), { maxLength: 4 });
    fc.assert(
      fc.property(pattern, ids, (text, characters) => {
        const id = characters.join('');
        const taken = read(text).data;
        expect(id.includes('/') && taken?.test(id) === true).toBe(false);
      }),
      { seed: 20_241_201, numRuns: 5000 },
    );
  });
});
