import { describe, expect, it } from 'vitest';
import { suggestions } from '../../../src/sandbox/page/client/chat/completion.js';

const COMMANDS = [
  { command: '/mend', description: 'Mends', usageHint: '[ORD-1 | status ORD-1 | list]' },
  { command: '/meet', description: 'Meets', usageHint: '' },
];
const ORDERS = ['ORD-1', 'ORD-2'].map((id) => ({
  id,
  status: 'pending',
  billing: 'active',
  notes: [],
}));

describe('the completion of a command', () => {
  const texts = (typed: string) => suggestions(typed, COMMANDS, ORDERS).map(({ text }) => text);

  it('names the commands that begin so', () => {
    expect(texts('/me')).toStrictEqual(['/mend ', '/meet ']);
    expect(texts('/men')).toStrictEqual(['/mend ']);
    expect(texts('me')).toStrictEqual([]);
    expect(texts('/none x')).toStrictEqual([]);
  });

  it('goes on with the words of the usage hint, and each order where it names one', () => {
    expect(texts('/mend ')).toStrictEqual([
      '/mend status ',
      '/mend list',
      '/mend ORD-1',
      '/mend ORD-2',
    ]);
    expect(texts('/mend status ')).toStrictEqual(['/mend status ORD-1', '/mend status ORD-2']);
    expect(texts('/mend ord-2')).toStrictEqual(['/mend ORD-2']);
  });

  it('has nothing to add to what is whole', () => {
    expect(texts('/mend ORD-1')).toStrictEqual([]);
    expect(texts('/mend list ')).toStrictEqual([]);
    expect(texts('/meet ')).toStrictEqual([]);
  });
});
