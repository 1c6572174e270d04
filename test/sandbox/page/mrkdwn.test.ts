import { describe, expect, it } from 'vitest';
import { readMrkdwn } from '../../../src/sandbox/page/client/blocks/mrkdwn.js';
import { spoken } from '../../../src/sandbox/page/client/blocks/spoken.js';

const text = (words: string) => ({ kind: 'text', text: words });

describe('mrkdwn, as the page reads it', () => {
  it('knows emphasis at the edge of words alone, one in another too', () => {
    expect(readMrkdwn('*bold _both_* snake_case_name 2*3*4 ~no~')).toStrictEqual([
      { kind: 'bold', pieces: [text('bold '), { kind: 'italic', pieces: [text('both')] }] },
      text(' snake_case_name 2*3*4 '),
      { kind: 'strike', pieces: [text('no')] },
    ]);
    expect(readMrkdwn('* no bullet* and *no\nline*')).toStrictEqual([
      text('* no bullet* and *no\nline*'),
    ]);
  });

  it('leaves code as it was written', () => {
    expect(readMrkdwn('`*a* &lt;b&gt;` ```<@U1>\n*x*```')).toStrictEqual([
      { kind: 'code', text: '*a* <b>' },
      text(' '),
      { kind: 'pre', text: '<@U1>\n*x*' },
    ]);
  });

  it('reads what stands in angle brackets, an address with its underscores', () => {
    expect(
      readMrkdwn('*<@U1> by <#C1|floor>* <https://x.example/a_b_?q=1&amp;r=2|the _page_>'),
    ).toStrictEqual([
      {
        kind: 'bold',
        pieces: [
          { kind: 'person', id: 'U1', label: '' },
          text(' by '),
          { kind: 'channel', id: 'C1', label: 'floor' },
        ],
      },
      text(' '),
      { kind: 'link', url: 'https://x.example/a_b_?q=1&r=2', label: 'the _page_' },
    ]);
    expect(readMrkdwn('<!here> <!subteam^S1>')).toStrictEqual([
      { kind: 'broadcast', range: 'here' },
      text(' '),
      { kind: 'group', id: 'S1', label: '' },
    ]);
  });

  it('opens nothing for text that was escaped', () => {
    expect(readMrkdwn('&lt;@U1&gt; &amp;lt; &lt;img onerror=x&gt;')).toStrictEqual([
      text('<@U1> &lt; <img onerror=x>'),
    ]);
  });

  it('takes lines that begin with > for a quote', () => {
    expect(readMrkdwn('&gt; one\n&gt; *two*\nthree')).toStrictEqual([
      {
        kind: 'quote',
        pieces: [text('one\n'), { kind: 'bold', pieces: [text('two')] }],
      },
      text('three'),
    ]);
  });

  it('is read out with names for ids, and a date’s fallback where its format is unknown', () => {
    const names = { people: { U1: 'alice' }, channels: { C1: 'shop-floor' } };
    const said = (mrkdwn: string) => spoken(readMrkdwn(mrkdwn), names);
    expect(said('*<@U1>* in <#C1>, `ORD-1`')).toBe('alice in shop-floor, ORD-1');
    expect(said('until <!date^0^{moon}|14:02 UTC>')).toBe('until 14:02 UTC');
    expect(said('until <!date^0^at {date_num}|14:02 UTC>')).toMatch(/^until at .*1970/);
  });
});
