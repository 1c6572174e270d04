import { describe, expect, it } from 'vitest';
import { FAILURES } from '../../../src/runbook/failures.js';
import type { Message } from '../../../src/slack/render/blocks.js';
import { card } from '../../../src/slack/render/card.js';
import { escalationMessage } from '../../../src/slack/render/escalation.js';
import { refusalReply } from '../../../src/slack/render/replies.js';
import { threadPost } from '../../../src/slack/render/thread-post.js';
import { CODES } from '../../runbook/orders.js';
import { escalation } from './escalations.js';
import { refused, TWO_PM, trouble, troubled } from './runs.js';
import { readable } from './slack.js';

const SHOW = { rollbackWindow: 7_200_000 };

describe.each(CODES)('%s', (code) => {
  const run = troubled({ trouble: trouble({ code }) });
  const milestone = { at: TWO_PM, code, mentions: [] };
  const messages: [string, () => Message][] = [
    ['a reply', () => refusalReply({ orderId: run.orderId, code })],
    ['the card of a refusal', () => card(refused(code), SHOW)],
    ['the card of a trouble', () => card(run, SHOW)],
    [
      'the thread, refused',
      () => threadPost(refused(code), { ...milestone, milestone: 'refused' }),
    ],
    ['the thread, troubled', () => threadPost(run, { ...milestone, milestone: 'troubled' })],
    [
      'an escalation',
      () => escalationMessage(escalation(code), new Map([[run.runId, run]]), { links: new Map() }),
    ],
  ];

  it.each(messages)(
    'stands in %s with what it means and what to do, the code at its end',
    (_, draw) => {
      const { meaning, advice } = FAILURES[code];
      const message = draw();
      const text = readable(message);
      expect(text).toContain(meaning);
      expect(text).toContain(advice);
      expect(readable({ ...message, blocks: message.blocks.slice(-1) })).toBe(`\`${code}\``);
    },
  );
});
