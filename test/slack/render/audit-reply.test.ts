import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/audit/chain.js';
import { auditReply } from '../../../src/slack/render/audit-reply.js';
import { hostile, slackId } from './hostile.js';
import { expectSound, readable } from './slack.js';

const ENTRY: Entry = {
  ...{ seq: 7, at: Date.UTC(2024, 11, 2, 12, 30), run_id: null, order_id: 'ORD-1001' },
  ...{ event: 'cancel_answered', actor: 'U0ADA', previous_hash: '0', hash: '1' },
  data: {
    ...{ attempt: 2, kind: 'refused', httpStatus: 409, requestId: 'r-1', key: 'k-1' },
    ...{ explanation: 'zqx said so', userId: 'ada@example.com', notes: 'private' },
  },
};
const many = (count: number, more: Partial<Entry> = {}) =>
  Array.from({ length: count }, (_, n): Entry => ({ ...ENTRY, seq: n + 1, ...more }));

describe('/cancel-order audit', () => {
  it('says of an entry what happened, when, by whom and how it went', () => {
    const reply = auditReply('ORD-1001', [ENTRY], 1);
    expectSound(reply);
    expect(reply.text).toBe('ORD-1001: 1 audit entry');
    const line = readable(reply).replaceAll('\n', '');
    expect(line).toContain('7  2 Dec 12:30 UTC  cancel answered by <@U0ADA> · try 2 · refused');
    expect(line).toContain('· HTTP 409 · request r-1 · key k-1');
  });

  it('shows nothing that somebody wrote, and nobody’s address', () => {
    const shown = JSON.stringify(auditReply('ORD-1001', [ENTRY], 1));
    for (const hidden of ['zqx', 'example.com', 'private']) expect(shown).not.toContain(hidden);
  });

  it('shows the newest entries, and counts those before them', () => {
    const reply = auditReply('ORD-1001', many(30), 130);
    expectSound(reply);
    expect(reply.text).toBe('ORD-1001: 130 audit entries');
    expect(readable(reply)).toContain('105 earlier left out');
    expect(readable(reply)).toContain('\n30  2 Dec');
    expect(readable(reply)).not.toContain('\n5  2 Dec');
  });

  it('says so where there are none', () => {
    const reply = auditReply('ORD-1001', [], 0);
    expectSound(reply);
    expect(readable(reply)).toContain('The audit trail knows nothing of this order');
  });

  it('stays within Slack’s limits and its own words, whatever stands in an entry', () => {
    const property = fc.property(hostile, slackId, (text, actor) => {
      const data = Object.fromEntries(
        ['kind', 'code', 'truth', 'how', 'requestId', 'key'].map((name) => [name, text]),
      );
      expectSound(auditReply(text, many(30, { event: text, actor, data }), 30));
      expectSound(auditReply(text, many(3, { data: text }), 3));
    });
    fc.assert(property, { seed: 20_241_201, numRuns: 60 });
  });
});
