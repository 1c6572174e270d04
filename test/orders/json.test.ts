import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceedsFloat, parseJson, parseJsonAsWritten } from '../../src/orders/json.js';

describe('JSON with its numbers as written', () => {
  test('changes numbers alone, and no text that looks like one', () => {
    const text = '{"a 1":[-0,1.50,2e3,"3 \\" 4"],"5":true}';
    expect(parseJsonAsWritten(text)).toStrictEqual({
      good: true,
      value: { 'a 1': ['-0', '1.50', '2e3', '3 " 4'], '5': true },
    });
  });

  test('is the same document otherwise', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJsonAsWritten(text, () => false)).toStrictEqual(parseJson(text));
      }),
    );
  });

  test('keeps the digits that a float would lose', () => {
    expect(['9007199254740993', '0.1234567890123456', '1e999'].every(exceedsFloat)).toBe(true);
    expect(['900719925474099', '0.10', '1e21', '-5'].some(exceedsFloat)).toBe(false);
  });

  test('is refused where it is too deep to be walked', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(100)).good).toBe(true);
    expect(parseJson(nested(101))).toStrictEqual({ good: false, path: '(body)' });
    expect(parseJson(nested(400_000))).toStrictEqual({ good: false, path: '(body)' });
  });
});
