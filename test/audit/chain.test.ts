import { expect, it } from 'vitest';
import { entryHash, GENESIS } from '../../src/audit/chain.js';

const ENTRY = {
  ...{ seq: 1, at: 1_733_140_800_000, run_id: '3b1f5c7d-2e4a-4b6c-8d9e-0f1a2b3c4d5e' },
  ...{ order_id: 'ORD-1001', event: 'confirmed', actor: 'U0ADA' },
  data: {
    ...{ é: '“Ada” 👩\n', b: [1, -2, 0.5, true, null], '10': 'ten' },
    ...{ '9': { z: 1, a: {} }, '👩': 1, '\uFB33': 2 },
  },
};

it('An entry’s hash is the one that another language reckons by docs/audit.md', () => {
  // By Python's json and hashlib.
  const reckoned = 'b323645315ecaa2e549b9ed8182649996b84ed0f265701ce403f45f876c5eb4b';
  expect(entryHash(GENESIS, ENTRY)).toBe(reckoned);
});

it('An entry’s hash does not depend on the order in which its data is read', () => {
  const turned = Object.fromEntries(Object.entries(ENTRY.data).toReversed());
  expect(entryHash(GENESIS, { ...ENTRY, data: turned })).toBe(entryHash(GENESIS, ENTRY));
  expect(entryHash(GENESIS, { ...ENTRY, data: { ...ENTRY.data, b: [1] } })).not.toBe(
    entryHash(GENESIS, ENTRY),
  );
});
