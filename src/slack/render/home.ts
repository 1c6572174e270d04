import type { HeaderBlock, HomeView, KnownBlock } from '@slack/types';
import type { Cancellation } from '../../cancellations/run/record.js';
import type { Escalation } from '../../cancellations/trouble/escalation.js';
import type { FailureCode } from '../../runbook/failures.js';
import { ACTIONS } from '../ids.js';
import { codes, ownSection, plain, small } from './blocks.js';
import { button } from './buttons.js';
import { slackTime } from './dates.js';
import {
  briefLine,
  escalationLine,
  type HomeLine,
  ownLine,
  waitingLine,
  windowLine,
} from './home-lines.js';
import type { HomePage } from './home-paging.js';
import { LIMITS } from './limits.js';
import { refusalText } from './replies.js';

/** A section: how many there are of it, and those that stand on this page. */
export interface HomeSection<Entry> {
  readonly count: number;
  readonly shown: readonly Entry[];
}

/** What a Home shows of runs, as product.md «Reading» allows. */
export type HomeContent = {
  readonly own: HomeSection<Cancellation>;
} & (
  | {
      readonly kind: 'entitled';
      readonly waiting: HomeSection<Cancellation>;
      readonly escalations: HomeSection<Escalation>;
      readonly windows: HomeSection<Cancellation>;
    }
  /** Their own runs alone, by id and state, and why: the role is missing, or could not be read. */
  | { readonly kind: 'member'; readonly code: FailureCode }
);

export interface HomeFrame extends Pick<HomePage, 'page' | 'pages'> {
  /** Epoch ms, the reader's now. */
  readonly now: number;
  /** Until when it is kept up to date. Epoch ms. */
  readonly followedUntil: number;
  /** What went wrong at a press in it. */
  readonly notice?: FailureCode;
}

/** A person's App Home: what waits for them, what is in trouble, their own runs, the ways back. */
export function home(content: HomeContent, frame: HomeFrame): HomeView {
  const { page, pages, now, followedUntil, notice } = frame;
  return view([
    ...top,
    ...(notice ? said(notice) : []),
    ...sections(content, page, now),
    ...(content.kind === 'member' ? said(content.code) : []),
    ...(pages > 1 ? turning(page, pages) : []),
    small(`Kept up to date until ${slackTime(followedUntil, now)}; «Refresh» reads it anew.`),
  ]);
}

/** Nothing is shown of any run: to strangers and guests, or because it could not be read. */
export function homeRefusal(code: FailureCode): HomeView {
  return view([...said(code), { type: 'actions', elements: [refresh] }]);
}

const refresh = button(ACTIONS.homeRefresh, 'Refresh');
const top: readonly KnownBlock[] = [
  {
    type: 'actions',
    elements: [button(ACTIONS.openModal, 'Request a cancellation'), refresh],
  },
];

function sections(content: HomeContent, page: number, now: number): readonly KnownBlock[] {
  const isFirst = page === 1;
  const section = <Entry>(
    title: string,
    { count, shown }: HomeSection<Entry>,
    line: HomeLine<Entry>,
  ): readonly KnownBlock[] => {
    if (shown.length > 0) {
      return [heading(`${title} (${count})`), ...shown.map((entry) => line(entry, now))];
    }
    return count === 0 && isFirst ? [heading(title), small('None.')] : [];
  };
  if (content.kind === 'member') return section('My cancellations', content.own, briefLine);
  return [
    ...section('Waiting for my confirm', content.waiting, waitingLine),
    ...section('Open escalations', content.escalations, escalationLine),
    ...section('My cancellations', content.own, ownLine),
    ...section('Rollback windows', content.windows, windowLine),
  ];
}

function turning(page: number, pages: number): readonly KnownBlock[] {
  const previous = button(ACTIONS.homePrevious, 'Previous page', String(page - 1));
  const next = button(ACTIONS.homeNext, 'Next page', String(page + 1));
  return [
    small(`Page ${page} of ${pages}`),
    {
      type: 'actions',
      elements: [...(page > 1 ? [previous] : []), ...(page < pages ? [next] : [])],
    },
  ];
}

function said(code: FailureCode): readonly KnownBlock[] {
  return [ownSection(refusalText(code)), ...codes(code)];
}

function heading(title: string): HeaderBlock {
  return { type: 'header', text: plain(title, LIMITS.header) };
}

function view(blocks: readonly KnownBlock[]): HomeView {
  return { type: 'home', blocks: [...blocks] };
}
