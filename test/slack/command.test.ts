import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOrderId, parseCommand } from '../../src/slack/command.js';

/** The default of ORDER_ID_PATTERN, anchored as the settings do it. */
const PATTERN = /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/u;
/** As wide as a pattern may be set. */
const WIDE = /^(?:[^/]+)$/u;
const SEEDED = { seed: 20_241_201, numRuns: 500 };
const parse = (text: string) => parseCommand(text, PATTERN);

describe('/cancel-order', () => {
  it.each(['', ' ', '\t\n', '\u00A0'])('without an argument (%j) asks for the order', (text) => {
    expect(parse(text)).toStrictEqual({ kind: 'ask' });
  });

  it.each(['help', ' help ', 'list', '\tlist\n'])('%j answers the person alone', (text) => {
    expect(parse(text)).toStrictEqual({ kind: text.trim() });
  });

  it.each([
    ['ORD-1001', 'ORD-1001'],
    ['  ORD-1001\n', 'ORD-1001'],
    ['\u00A0ORD-1001\u3000', 'ORD-1001'],
    ['7', '7'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['helpless', 'helpless'],
    ['list-1', 'list-1'],
  ])('%j looks at the order', (text, orderId) => {
    expect(parse(text)).toStrictEqual({ kind: 'cancel', orderId });
  });

  it.each(['status ORD-1001', ' status   ORD-1001 ', 'status\tORD-1001'])(
    '%j tells of the order’s run',
    (text) => {
      expect(parse(text)).toStrictEqual({ kind: 'status', orderId: 'ORD-1001' });
    },
  );

  it.each(['audit ORD-1001', ' audit   ORD-1001 '])('%j tells of the order’s trail', (text) => {
    expect(parse(text)).toStrictEqual({ kind: 'audit', orderId: 'ORD-1001' });
  });

  it.each([
    ...[
      'audit',
      'audit list',
      'audit ORD-1001 ORD-1002',
      'audit ../x',
      'status',
      'status help',
      'status ORD-1001 ORD-1002',
      'status ..',
      'status a/b',
    ],
    ...['ORD-1001 ORD-1002', 'ORD-1001 please', 'help me', 'list ORD-1001', 'cancel ORD-1001'],
    ...['.', '..', '-ORD', 'ORD 1001', 'ORD/1001', '../ORD-1001', 'ORD-1001?x=1', 'ORD%2F1'],
    ...['ORD-1001#', '*ORD-1001*', '<!channel>', '<https://x|ORD-1001>', 'ÖRD-1', 'a'.repeat(65)],
    ...['ORD\u20281001', 'ORD-\u202E1001', '👩', 'ORD-1001;'],
  ])('%j is refused before any call, with what was typed', (text) => {
    expect(parse(text)).toStrictEqual({ kind: 'invalid', text });
  });

  it('is refused without the blanks around it', () => {
    expect(parse('  a/b\n')).toStrictEqual({ kind: 'invalid', text: 'a/b' });
  });
});

describe('An order id', () => {
  it.each(['help', 'list', 'status', 'HELP', 'List', 'Status', '.', '..'])(
    'is never %s, whatever ORDER_ID_PATTERN says',
    (word) => {
      expect(WIDE.test(word)).toBe(true);
      expect(isOrderId(word, WIDE)).toBe(false);
      expect(parseCommand(`status ${word}`, WIDE).kind).toBe('invalid');
      expect(parseCommand(word, WIDE).kind).not.toBe('cancel');
    },
  );

  it('must match ORDER_ID_PATTERN whole', () => {
    expect(isOrderId('ORD-1001', PATTERN)).toBe(true);
    for (const id of ['', ' ORD-1001', 'ORD-1001 ', 'ORD-1001\n', 'x\nORD-1001']) {
      expect(isOrderId(id, PATTERN)).toBe(false);
    }
    expect(isOrderId('ORD-1001', /^(?:[0-9]+)$/u)).toBe(false);
  });
});

describe('Whatever is typed', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.stringMatching(/^(status |audit |list |help )?[A-Za-z0-9._/ -]{0,70}$/),
  );

  it('an order is read only under an id that matches the pattern whole', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const command = parse(text);
        if (!('orderId' in command)) return;
        expect(command.orderId).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
        expect(['help', 'list', 'status']).not.toContain(command.orderId.toLowerCase());
        const prefix = command.kind === 'cancel' ? '' : `${command.kind} `;
        expect(text.trim().replaceAll(/\s+/gu, ' ')).toBe(prefix + command.orderId);
      }),
      SEEDED,
    );
  });

  it('every order id is understood, alone and after status', () => {
    const reserved = ['help', 'list', 'status', 'audit'];
    const orderId = fc
      .stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
      .filter((id) => !reserved.includes(id.toLowerCase()));
    fc.assert(
      fc.property(orderId, (id) => {
        expect(parse(id)).toStrictEqual({ kind: 'cancel', orderId: id });
        expect(parse(`status ${id}`)).toStrictEqual({ kind: 'status', orderId: id });
        expect(parse(`audit ${id}`)).toStrictEqual({ kind: 'audit', orderId: id });
      }),
      SEEDED,
    );
  });
});
