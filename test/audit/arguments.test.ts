import { describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '../../src/audit/arguments.js';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

describe('npm run audit --', () => {
  it('verify takes heads as they were logged, and the hash alone', () => {
    const args = ['verify', '--head', `12:${HASH}`, '--head', ` ${HASH.toUpperCase()}\n`];
    const heads = [{ seq: 12, hash: HASH }, { hash: HASH }];
    expect(readArguments(args)).toStrictEqual({ command: 'verify', heads });
    expect(readArguments(['verify'])).toStrictEqual({ command: 'verify', heads: [] });
  });

  it('export takes an order, a person, a time and a format', () => {
    expect(readArguments(['export'])).toStrictEqual({
      command: 'export',
      exporting: { wanted: {}, format: 'jsonl' },
    });
    const args = ['export', 'ORD-1', '--by', 'U0ADA', '--since', '2026-11-25T14:00+01:00'];
    const more = ['--until=2026-11-26', '--format', 'csv', '--out', 'a.csv', '--head-file', 'h'];
    expect(readArguments([...args, ...more])).toStrictEqual({
      command: 'export',
      exporting: {
        wanted: {
          ...{ orderId: 'ORD-1', by: 'U0ADA' },
          ...{ since: Date.UTC(2026, 10, 25, 13), until: Date.UTC(2026, 10, 26) },
        },
        ...{ format: 'csv', out: 'a.csv', headFile: 'h' },
      },
    });
  });

  it.each([['help'], ['--help'], ['export', '-h']])('%s %s explains itself', (...args) => {
    expect(readArguments(args)).toStrictEqual({ command: 'help' });
  });

  it.each([
    [[]],
    [['frob']],
    [['verify', '--head', 'abc']],
    [['verify', '--head', `-1:${HASH}`]],
    [['verify', 'ORD-1']],
    [['head', '--by', 'U0ADA']],
    [['export', 'ORD-1', 'ORD-2']],
    [['export', '--since', 'yesterday']],
    [['export', '--until', '']],
    [['export', '--format', 'xml']],
    [['export', '--everything']],
  ])('%j is refused, and says why', (args) => {
    expect(() => readArguments(args)).toThrow(UsageError);
  });
});
