import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, slackTime } from '../../../src/slack/render/dates.js';
import { cut, escaped, manyLines, mention, oneLine } from '../../../src/slack/render/text.js';
import { MINUTE, TWO_PM } from './runs.js';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const limit = fc.integer({ min: 1, max: 60 });

describe('Text of somebody else', () => {
  it('is never empty, never over its limit, and well-formed', () => {
    fc.assert(
      fc.property(anyText, limit, (text, most) => {
        for (const shown of [oneLine(text, most), manyLines(text, most)]) {
          expect(shown.length).toBeGreaterThan(0);
          expect(shown.length).toBeLessThanOrEqual(most);
          expect(shown).not.toMatch(/\p{Surrogate}/u);
        }
        expect(oneLine(text, most)).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
      { seed: 11 },
    );
  });

  it('says with «…» that something was left out, and splits no code point', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect(cut('abcd👩👩', 6)).toBe('abcd…');
    expect(oneLine('x'.repeat(1_000_000), 5)).toBe('xxxx…');
    expect(oneLine(`${' '.repeat(1000)}late`, 20)).toBe('…');
  });

  it('keeps its lines where it may have several', () => {
    expect(manyLines('one\r\n two\tthree\n\nfour ', 100)).toBe('one\n two three\n\nfour');
    expect(oneLine('one\r\n two\n', 100)).toBe('one two');
  });

  it('cannot turn around the words beside it', () => {
    expect(oneLine('a\u202Eb\u2066c\uFEFFd', 100)).toBe('abcd');
  });

  it('opens nothing in mrkdwn', () => {
    expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  it('is no mention unless it is a Slack id', () => {
    expect(mention('U0ADA')).toBe('<@U0ADA>');
    for (const id of ['!channel', 'U0ADA|x', 'u0ada', '', 'U0ADA> <!here']) {
      expect(mention(id)).toBe('somebody');
    }
  });
});

describe('A time', () => {
  it('is the reader’s own, with UTC where Slack cannot tell', () => {
    expect(slackTime(TWO_PM, TWO_PM)).toBe('<!date^1795442400^{time}|14:00 UTC>');
  });

  it('has its day where it is another one', () => {
    const tomorrow = TWO_PM + 10 * 60 * MINUTE;
    expect(slackTime(tomorrow, TWO_PM)).toBe(
      '<!date^1795478400^{date_short} {time}|24 Nov 00:00 UTC>',
    );
  });

  it('that lasts is said as people say it', () => {
    expect(duration(120 * MINUTE)).toBe('2 hours');
    expect(duration(90 * MINUTE)).toBe('1 hour, 30 minutes');
  });
});
