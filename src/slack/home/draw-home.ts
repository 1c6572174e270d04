import type { HomeView } from '@slack/types';
import type { List } from '../../cancellations/overview/overview.js';
import type { Desk } from '../desk.js';
import type { Reader } from '../reader.js';
import { readerOf } from '../reading.js';
import { type HomeContent, type HomeSection, home, homeRefusal } from '../render/home.js';
import { pageOf } from '../render/home-paging.js';
import { type Claim, FOLLOWED } from './homes.js';

/**
 * A person's Home as it is now. Where they opened it person and role are read now; while it is merely
 * kept up to date, once a minute at the most. Rejects where the database cannot be read.
 */
export async function drawHome(desk: Desk, claim: Claim): Promise<HomeView> {
  const { slackId, isWanted, openedAt, notice } = claim;
  const reader = await readerNow(desk, slackId, isWanted);
  if (reader.kind === 'refused') return homeRefusal(reader.code);
  const { content, page, pages } = await contentFor(desk, reader, claim.page);
  return home(content, {
    ...{ page, pages, now: Date.now(), followedUntil: openedAt + FOLLOWED },
    ...(notice && { notice }),
  });
}

async function readerNow(desk: Desk, slackId: string, isAsking: boolean): Promise<Reader> {
  const known = isAsking ? undefined : desk.readers.get(slackId);
  if (known) return known;
  const reader = await readerOf(desk, slackId);
  desk.readers.set(slackId, reader);
  return reader;
}

interface Drawn {
  readonly content: HomeContent;
  readonly page: number;
  readonly pages: number;
}

async function contentFor(
  { overview }: Desk,
  reader: Exclude<Reader, { kind: 'refused' }>,
  asked: number,
): Promise<Drawn> {
  const { person, kind } = reader;
  const own = overview.own(person.slackId);
  if (kind === 'member') {
    const { page, pages, section } = await paged([own], asked);
    return {
      content: { kind, code: reader.code, own: await section(own) },
      page,
      pages,
    };
  }
  const waiting = overview.waiting(person);
  const escalations = overview.escalations();
  const windows = overview.windows();
  // As they stand one after the other: what is without bounds comes last.
  const { page, pages, section } = await paged([waiting, escalations, own, windows], asked);
  const content: HomeContent = {
    kind,
    waiting: await section(waiting),
    escalations: await section(escalations),
    own: await section(own),
    windows: await section(windows),
  };
  return { content, page, pages };
}

/** The page that is asked for of these lists, and what each of them has on it. */
async function paged(lists: readonly Pick<List<unknown>, 'count'>[], asked: number) {
  const counts = await Promise.all(lists.map((list) => list.count()));
  const { page, pages, shares } = pageOf(counts, asked);
  return {
    page,
    pages,
    async section<Entry>(list: List<Entry>): Promise<HomeSection<Entry>> {
      const place = lists.indexOf(list);
      const { offset, limit } = shares[place] ?? { offset: 0, limit: 0 };
      return {
        count: counts[place] ?? 0,
        shown: limit > 0 ? await list.some({ offset, limit }) : [],
      };
    },
  };
}
