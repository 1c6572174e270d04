import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { home, homeRefusal } from '../../../src/slack/render/home.js';
import { LINES_ON_PAGE, pageOf } from '../../../src/slack/render/home-paging.js';
import { ACKNOWLEDGED, entry, escalation } from './escalations.js';
import * as any from './hostile.js';
import { awaiting, cancelled, MINUTE, TWO_PM, troubled } from './runs.js';
import { buttonLabels, expectSoundHome, readable } from './slack.js';

const FRAME = { page: 1, pages: 1, now: TWO_PM, followedUntil: TWO_PM + 60 * MINUTE };
const none = { count: 0, shown: [] };
const of = <Entry>(...shown: readonly Entry[]) => ({ count: shown.length, shown });
const EMPTY = {
  kind: 'entitled',
  waiting: none,
  escalations: none,
  own: none,
  windows: none,
} as const;
const uuid = (index: number) => `${String(index).padStart(8, '0')}-2e4a-4b6c-8d9e-0f1a2b3c4d5e`;

describe('App Home', () => {
  it('says of each list that there is nothing, where there is nothing', () => {
    const view = home(EMPTY, FRAME);
    expectSoundHome(view);
    const text = readable(view);
    for (const title of [
      'Waiting for my confirm',
      'Open escalations',
      'My cancellations',
      'Rollback windows',
    ]) {
      expect(text).toContain(`${title}\nNone.`);
    }
    expect(text).not.toContain('Page');
    expect(buttonLabels(view)).toMatchObject({
      open_modal: 'Request a cancellation',
      home_refresh: 'Refresh',
    });
  });

  it('shows who waits for a confirm and until when, deadlines of rollbacks, and the age of trouble', () => {
    const trouble = escalation('outcome_unknown', [
      entry({ orderId: 'ORD-7', acknowledged: ACKNOWLEDGED }),
      entry({ place: 2, orderId: 'ORD-8' }),
      entry({ place: 3, orderId: 'ORD-9', closed: { how: 'retried', at: TWO_PM } }),
    ]);
    const view = home(
      {
        kind: 'entitled',
        waiting: of(awaiting()),
        escalations: of(trouble),
        own: of(troubled()),
        windows: of(cancelled()),
      },
      FRAME,
    );
    expectSoundHome(view);
    const text = readable(view);
    expect(text).toContain('Waiting for my confirm (1)\nORD-1001: Waiting for confirmation');
    expect(text).toMatch(/Requested by <@U0ADA>\nOpen until <!date\S+ ?\S*\|14:15 UTC>/);
    expect(text).toContain('ORD-7, ORD-8: ');
    expect(text).not.toContain('ORD-9');
    expect(text).toMatch(/Since <!date[^>]+14:00 UTC> {2}`outcome_unknown`/);
    expect(text).toMatch(/Acknowledged by <@U0CAROL> at <!date[^>]+14:02 UTC>, 1 not/);
    expect(text).toMatch(/Roll back until <!date[^>]+16:03 UTC>/);
  });

  it.each([
    ['Not acknowledged', {}],
    ['Nobody answered', { asked: 4 }],
  ])('says «%s» of an escalation that nobody took', (words, more) => {
    const trouble = escalation('outcome_unknown', [entry()], more);
    expect(readable(home({ ...EMPTY, escalations: of(trouble) }, FRAME))).toContain(words);
  });

  it('shows to somebody without the role their own runs by id and state alone, and why', () => {
    const view = home({ kind: 'member', own: of(cancelled()), code: 'not_entitled' }, FRAME);
    expectSoundHome(view);
    const text = readable(view);
    expect(text).toContain('ORD-1001: The order is cancelled');
    expect(text).toContain('not_entitled');
    for (const more of ['U0ADA', 'Roll back', '42.00', 'Waiting', 'escalations', 'windows']) {
      expect(text).not.toContain(more);
    }
  });

  it('says by its code that the role could not be read, and what went wrong at a press', () => {
    const content = {
      kind: 'member',
      own: none,
      code: 'order_service_unavailable',
    } as const;
    const text = readable(home(content, { ...FRAME, notice: 'slack_unavailable' }));
    expect(text).toContain('`order_service_unavailable`');
    expect(text).toContain('`slack_unavailable`');
  });

  it('shows nothing of any run to strangers and guests', () => {
    const view = homeRefusal('guest');
    expectSoundHome(view);
    expect(readable(view)).toContain('`guest`');
    expect(buttonLabels(view)).toStrictEqual({ home_refresh: 'Refresh' });
  });

  it('turns its pages at the first, in the middle and at the last', () => {
    const labels = (page: number) => buttonLabels(home(EMPTY, { ...FRAME, page, pages: 3 }));
    expect(labels(1)).not.toHaveProperty('home_previous');
    expect(labels(2)).toMatchObject({ home_previous: 'Previous page', home_next: 'Next page' });
    expect(labels(3)).not.toHaveProperty('home_next');
    const second = JSON.stringify(home(EMPTY, { ...FRAME, page: 2, pages: 3 }));
    expect(second).toContain('"value":"1"');
    expect(second).toContain('"value":"3"');
    expect(second).toContain('Page 2 of 3');
    expect(second).not.toContain('None.');
  });

  it('is whole within 100 blocks and 250 kB, whatever people and services wrote', () => {
    const lines = fc.array(any.run, { minLength: LINES_ON_PAGE, maxLength: LINES_ON_PAGE });
    fc.assert(
      fc.property(
        lines,
        any.code,
        fc.array(any.hostile, { maxLength: 40 }),
        (runs, code, orders) => {
          const numbered = runs.map((run, index) => ({ ...run, runId: uuid(index) }));
          const share = (from: number) => of(...numbered.slice(from, from + 26));
          const entries = orders.map((orderId, place) => entry({ orderId, place: place + 1 }));
          const view = home(
            {
              kind: 'entitled',
              ...{ waiting: share(0), own: share(26), windows: share(52) },
              escalations: of(escalation(code, entries), {
                ...escalation(code, entries.slice(1)),
                escalationId: uuid(90),
              }),
            },
            { ...FRAME, page: 2, pages: 3, notice: code },
          );
          expectSoundHome(view);
          expect(readable(view)).not.toContain('secret');
        },
      ),
      { seed: 20_261_123, numRuns: 20 },
    );
  });
});

describe('The pages of App Home', () => {
  const limits = (lines: readonly number[], page: number) =>
    pageOf(lines, page).shares.map(({ offset, limit }) => [offset, limit]);

  it.each([
    [0, 1],
    [1, 1],
    [LINES_ON_PAGE, 1],
    [LINES_ON_PAGE + 1, 2],
    [10_000, 125],
  ])('are, for %i lines, %i', (lines, pages) => {
    expect(pageOf([lines], 1).pages).toBe(pages);
  });

  it('cut a section where a page ends, and go on with it on the next', () => {
    expect(limits([10, 100, 5], 1)).toStrictEqual([
      [0, 10],
      [0, 70],
      [0, 0],
    ]);
    expect(limits([10, 100, 5], 2)).toStrictEqual([
      [10, 0],
      [70, 30],
      [0, 5],
    ]);
  });

  it('are never beyond the last one, nor before the first', () => {
    expect(pageOf([100], 7)).toMatchObject({ page: 2, pages: 2 });
    expect(pageOf([0], 7)).toMatchObject({ page: 1 });
    expect(pageOf([100], -1)).toMatchObject({ page: 1 });
  });

  it('show every line once, however they are spread', () => {
    const lines = fc.array(fc.nat(300), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, (counts) => {
        const seen = counts.map(() => 0);
        const { pages } = pageOf(counts, 1);
        for (let page = 1; page <= pages; page += 1) {
          const { shares } = pageOf(counts, page);
          expect(shares.reduce((sum, { limit }) => sum + limit, 0)).toBeLessThanOrEqual(
            LINES_ON_PAGE,
          );
          for (const [section, { offset, limit }] of shares.entries()) {
            if (limit > 0) expect(offset).toBe(seen[section]);
            seen[section] = (seen[section] ?? 0) + limit;
          }
        }
        expect(seen).toStrictEqual(counts);
      }),
      { seed: 20_261_123 },
    );
  });
});
