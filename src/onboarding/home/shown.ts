/** What the page of onboardings shows: all that are in progress, one list, or what a search found. */
import type { Request } from 'express';
import type { Paths } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type {
  FirstOfLists,
  ListedOnboarding,
  OnboardingCounts,
  OnboardingLists,
} from '../../store/onboarding-lists';
import type { SearchWordRepository } from '../../store/search-words';
import { EMPTY, GROUPS, hrefOfList, hrefOfSearch, NOT_FOUND, type ListWords } from './lists';
import { pageOfRows } from './pages';
import { rowOf, type HomeRow } from './row';

/** So many of each group are shown on the first page. */
export const GROUP_SIZE = 10;
const LONGEST_SEARCH = 100;

interface Group {
  text: string;
  note: string;
  /** Null: not counted. */
  count: number | null;
  rows: HomeRow[];
  /** Where all of them are; null where all are shown. */
  allHref: string | null;
}

export interface Shown {
  caption: string;
  groups: Group[];
  /** What is said where there are no rows. */
  empty: { title: string; text: string; action?: { href: string; text: string } };
  previousHref: string | null;
  nextHref: string | null;
  /** Whether a search found more than is listed. */
  isCut: boolean;
}

export interface ShownDeps {
  store: {
    lists: Pick<OnboardingLists, 'page' | 'ofContractors' | 'pageOf'>;
    words: Pick<SearchWordRepository, 'find'>;
  };
  /** For what is covered now, and for how long ago a change was. */
  apiClock: Pick<ApiClock, 'now'>;
  paths: Paths;
}

const ONE_PAGE = { isCut: false, previousHref: null, nextHref: null };
const captionOf = (what: string) => `Onboardings, ${what.toLowerCase()}, last change first`;

/** What is searched for; empty: nothing. */
export function searchIn({ search }: Request['query']): string {
  return typeof search === 'string' ? search.trim().slice(0, LONGEST_SEARCH) : '';
}

export function allGroups(deps: ShownDeps, { counts, first }: Pick<FirstOfLists, 'counts' | 'first'>): Shown {
  const groups = GROUPS.filter(({ list }) => counts[list] > 0).map((words): Group => {
    const rows = first[words.list];
    const allHref = counts[words.list] > rows.length ? hrefOfList(deps.paths, words) : null;
    return { ...words, count: counts[words.list], rows: rowsOf(rows, deps), allHref };
  });
  return { caption: captionOf('In progress'), groups, empty: EMPTY, ...ONE_PAGE };
}

export async function oneList(
  deps: ShownDeps,
  { query }: Pick<Request, 'query'>,
  words: ListWords,
  counts: OnboardingCounts,
): Promise<Shown> {
  const { rows, ...turns } = await pageOfRows(
    query,
    (beside) => deps.store.lists.page({ list: words.list, ...beside }),
    (more) => hrefOfList(deps.paths, words, more),
  );
  const group: Group = { ...words, count: counts[words.list], rows: rowsOf(rows, deps), allHref: null };
  return {
    caption: captionOf(words.text),
    groups: rows.length === 0 ? [] : [group],
    empty: words.empty,
    isCut: false,
    ...turns,
  };
}

export async function found(
  deps: ShownDeps,
  { query }: Pick<Request, 'query'>,
  search: string,
): Promise<Shown> {
  const { paths, store } = deps;
  const contractors = await store.words.find('contractors', search);
  const onboardings = await store.lists.ofContractors(contractors?.refs ?? []);
  const { rows, ...turns } = await pageOfRows(
    query,
    (beside) => store.lists.pageOf(onboardings.refs, beside),
    (more) => hrefOfSearch(paths, search, more),
  );
  const note = 'whatever list they are in';
  const group: Group = { text: 'Found', note, count: null, rows: rowsOf(rows, deps), allHref: null };
  return {
    caption: captionOf('Found'),
    groups: rows.length === 0 ? [] : [group],
    empty: { ...NOT_FOUND, action: { href: hrefOfList(paths, null), text: 'Show all in progress' } },
    isCut: onboardings.isCut || contractors?.isCut === true,
    ...turns,
  };
}

function rowsOf(rows: readonly ListedOnboarding[], { apiClock, paths }: ShownDeps): HomeRow[] {
  const at = apiClock.now() / 1000;
  return rows.map((row) => rowOf(row, at, paths));
}
