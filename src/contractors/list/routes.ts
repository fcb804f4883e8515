/** The contractors that are known here, by name. */
import { Router, type Request } from 'express';
import { isStandingState, STANDING_STATES, standingWords } from '../../coverage/standing-states';
import { span } from '../../lib/dates';
import { livePage, type LivePage, type LiveStore } from '../../live/topics';
import { keysetPage } from '../../pages/keyset';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns, type Paths } from '../../paths';
import type { ContractorCursor, ContractorRow, ContractorRepository } from '../../store/contractors';
import type { SearchWordRepository } from '../../store/search-words';
import type { Knowledge } from '../known/knowledge';

const PAGE_SIZE = 25;

export interface ContractorListDeps extends PageOptions {
  store: LiveStore & {
    contractors: Pick<ContractorRepository, 'page' | 'changedAt'>;
    words: Pick<SearchWordRepository, 'find'>;
  };
  knowledge: Pick<Knowledge, 'at' | 'passTime'>;
}

interface ContractorsView {
  live: LivePage;
  action: string;
  search: string;
  state: string;
  states: { value: string; text: string }[];
  rows: ReturnType<typeof rowView>[];
  empty: { title: string; text: string; action?: { href: string; text: string } };
  /** Whether the search found more than is listed. */
  isCut: boolean;
  previousHref: string | null;
  nextHref: string | null;
}
export const contractorsView = view<ContractorsView>('contractors/list');

export function contractorListRoutes(deps: ContractorListDeps): Router {
  const router = Router();
  const { paths, knowledge } = deps;
  router.get(patterns.contractors, async (req, res) => {
    await knowledge.passTime();
    const filter = filterIn(req);
    const { store } = deps;
    const live = await livePage('contractors', store, paths);
    const found = await store.words.find('contractors', filter.search);
    const { rows, ...pages } = await keysetPage<ContractorRow, ContractorCursor>(req, {
      size: PAGE_SIZE,
      cursorIn,
      cursorOf: ({ sort_name, id }) => JSON.stringify([sort_name, id]),
      read: (beside) => store.contractors.page({ state: filter.state, found: found?.refs, ...beside }),
      href: hrefOf(paths, filter),
    });
    const at = knowledge.at();
    const settings = { title: 'Contractors', withForms: false, scripts: ['live.js'] };
    render(res, contractorsView, deps, settings, {
      live,
      action: paths.contractors,
      search: filter.search,
      state: filter.state ?? '',
      states: [...STANDING_STATES, 'gone' as const].map((value) => ({
        value,
        text: standingWords(value).text,
      })),
      rows: rows.map((row) => rowView(row, at, paths)),
      empty: emptyOf(filter, found?.isCut ?? false, paths),
      isCut: found?.isCut ?? false,
      ...pages,
    });
  });
  return router;
}

type Filter = ReturnType<typeof filterIn>;

/** What the address asks for; what it cannot mean is not asked for. */
function filterIn({ query }: Pick<Request, 'query'>) {
  const { search, state } = query;
  return {
    search: typeof search === 'string' ? search.trim().slice(0, 100) : '',
    ...(typeof state === 'string' && isStandingState(state) && { state }),
  };
}

function hrefOf(paths: Paths, { search, state }: Filter): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('search', search);
  if (state !== undefined) query.set('state', state);
  return query.size === 0 ? paths.contractors : `${paths.contractors}?${query.toString()}`;
}

function cursorIn(text: string): ContractorCursor | null {
  try {
    const [sortName, id] = JSON.parse(text) as unknown[];
    return typeof sortName === 'string' && typeof id === 'string' && !(sortName + id).includes('\0')
      ? { sortName, id }
      : null;
  } catch {
    return null;
  }
}

function emptyOf({ search, state }: Filter, isCut: boolean, paths: Paths): ContractorsView['empty'] {
  const all = { href: paths.contractors, text: 'Show all contractors' };
  if (isCut) {
    const text = 'None of those listed is of this state. There may be others: add a word to the search.';
    return { title: 'None among the first found', text, action: all };
  }
  if (search !== '' || state !== undefined) {
    const text =
      'Names, companies and email addresses are searched by the beginnings of their words. Try less of a word, or another state.';
    return { title: 'No contractor found', text, action: all };
  }
  return {
    title: 'No contractors yet',
    text: 'A contractor comes here with the first onboarding, or with the first event about one that was made elsewhere.',
    action: { href: paths.home, text: 'Onboardings' },
  };
}

function rowView(row: ContractorRow, at: number, paths: Paths) {
  const { id, name, company, email, state } = row;
  return {
    href: paths.contractor(id),
    name: name ?? id,
    company,
    email,
    tag: isStandingState(state) ? standingWords(state) : { text: state, tone: 'neutral' as const },
    cover: span({ from: row.from_seconds, until: row.until_seconds }, at),
  };
}
