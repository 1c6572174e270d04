import { describe, expect, it } from 'vitest';
import { pairsOf, wordsOf } from '../../../src/sandbox/terminal/line.js';
import { changedLines } from '../../../src/sandbox/terminal/news.js';
import { table } from '../../../src/sandbox/terminal/table.js';
import { printable } from '../../../src/sandbox/terminal/voice.js';

describe('a line', () => {
  it('is parted by spaces, save where quotes hold words together', () => {
    expect(wordsOf('press  "Roll back" ORD-1001')).toStrictEqual([
      'press',
      'Roll back',
      'ORD-1001',
    ]);
    expect(wordsOf('submit notes="a b = c" notify=no')).toStrictEqual([
      'submit',
      'notes=a b = c',
      'notify=no',
    ]);
    expect(() => wordsOf('submit notes="a b')).toThrow('A quote is never closed.');
  });

  it('holds pairs, whose values may hold anything', () => {
    expect(pairsOf(['notes=a=b', 'reason='])).toStrictEqual(
      new Map([
        ['notes', 'a=b'],
        ['reason', ''],
      ]),
    );
    expect(() => pairsOf(['notes'])).toThrow('«notes» is no name=value');
    expect(() => pairsOf(['=value'])).toThrow('is no name=value');
  });
});

describe('what is printed', () => {
  it('of an edit is its first line and what changed', () => {
    expect(changedLines('# Cancel\nDone\nRefund', '# Cancel\nWaiting\nRefund')).toBe(
      '# Cancel\nDone',
    );
    expect(changedLines('# Cancel', '# Cancel\nWaiting')).toBe('# Cancel\n(drawn anew)');
  });

  it('steers no terminal', () => {
    expect(printable('a\u001b[2Jb\u0007c\r\n\td\u009b')).toBe('a[2Jbc\n\td');
  });

  it('as a table stands in columns', () => {
    expect(table(['order', 'status'], [['ORD-1', 'on_hold'], ['ORD-10']])).toBe(
      'order   status\nORD-1   on_hold\nORD-10',
    );
  });
});
