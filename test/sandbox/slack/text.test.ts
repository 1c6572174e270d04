import { describe, expect, it } from 'vitest';
import { messageBlocks } from '../../../src/sandbox/slack/block-kit/message-content.js';
import { asText } from '../../../src/sandbox/slack/index.js';

const names = {
  person: (id: string) => (id === 'UALICE' ? 'alice' : undefined),
  channel: (id: string) => (id === 'CFLOOR' ? 'shop-floor' : undefined),
};
const drawn = (...blocks: object[]) =>
  asText(
    { channel: 'C', ts: '1.000001', user: 'U', text: 'fallback', blocks: messageBlocks(blocks) },
    names,
  );
const section = (text: string) => drawn({ type: 'section', text: { type: 'mrkdwn', text } });

describe('a message as text', () => {
  it('shows mentions by name, and links with where they lead', () => {
    expect(section('<@UALICE> in <#CFLOOR>, <@UBOB>, <!here>')).toBe(
      '@alice in #shop-floor, @UBOB, @here',
    );
    expect(section('<https://example.com/a_b_c|the run>')).toBe(
      'the run (https://example.com/a_b_c)',
    );
    expect(section('until <!date^1700000000^{time}|14:02 UTC>')).toBe('until 14:02 UTC');
  });

  it('shows escaped text as it was meant, never as a mention', () => {
    expect(section('&lt;@UALICE&gt; &amp;amp;')).toBe('<@UALICE> &amp;');
  });

  it('takes emphasis off words, and leaves names with underscores whole', () => {
    expect(section('*Refund:* `12.00` _soon_ for ORD_1_A *')).toBe(
      'Refund: 12.00 soon for ORD_1_A *',
    );
  });

  it('shows plain text as it is', () => {
    const text = { type: 'plain_text', text: '*a* <@UALICE> &amp;' };
    expect(drawn({ type: 'section', text })).toBe('*a* <@UALICE> &amp;');
  });

  it('draws each kind of block', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    expect(
      drawn(
        { type: 'header', text: plain('ORD-1001') },
        {
          type: 'section',
          fields: [plain('Refund 12'), plain('2 workflows')],
          accessory: { type: 'button', text: plain('Details') },
        },
        { type: 'divider' },
        { type: 'context', elements: [plain('one'), plain('two')] },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: 'asked by ' },
                    { type: 'user', user_id: 'UALICE' },
                  ],
                },
              ],
            },
          ],
        },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Confirm') },
            {
              type: 'radio_buttons',
              options: [
                { text: plain('Yes'), value: 'y' },
                { text: plain('No'), value: 'n' },
              ],
              initial_option: { text: plain('No'), value: 'n' },
            },
          ],
        },
      ),
    ).toBe(
      [
        '# ORD-1001',
        'Refund 12',
        '2 workflows',
        '[ Details ]',
        '────────',
        'one  two',
        '• asked by @alice',
        '[ Confirm ] ( ) Yes (o) No',
      ].join('\n'),
    );
  });
});
