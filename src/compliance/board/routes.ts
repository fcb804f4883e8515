/** The board: where the coverage of every contractor stands for every job, and what waits for somebody. */
import { Router, type Request, type Response } from 'express';
import { rangeWords, STEP_SECONDS, timelineOf, type Timeline } from '../../contractors/timeline';
import type { StandingState } from '../../coverage/standing-states';
import { livePage, type LivePage, type LiveStore } from '../../live/topics';
import { keysetPage } from '../../pages/keyset';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns, type Paths } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type { OnboardingRepository } from '../../store/onboardings';
import type { SearchWordRepository } from '../../store/search-words';
import type { StandingRepository, StandingRow } from '../../store/standings';
import { askedFor, filterOf, hrefOf, type Asked } from './asked';
import { sendFile } from './csv';
import { readCursor, writeCursor } from './cursor';
import { filtersOf, type Filters } from './filters';
import { funnelOf, type Funnel } from './funnel';
import { linksOf, type ReminderLink } from './links';
import { jobOf, nameOf, rowOf, stateOf } from './rows';
import { todoLists, type TodoDeps, type TodoList } from './todo';

export const BOARD_PAGE_SIZE = 25;

export interface BoardDeps extends PageOptions {
  store: LiveStore &
    TodoDeps['store'] & {
      standings: Pick<StandingRepository, 'page' | 'counts' | 'endingSoon'>;
      onboardings: Pick<OnboardingRepository, 'stages' | 'sessionsOf'>;
      words: Pick<SearchWordRepository, 'find'>;
    };
  /** What is covered is asked as of then. */
  apiClock: Pick<ApiClock, 'now'>;
}

interface BoardView {
  live: LivePage;
  asOf: string;
  search: string;
  /** The state whose rows alone are shown. */
  state: StandingState | null;
  filters: Filters;
  /** Of contractors whom the API does not know any more; null: none. */
  gone: { count: number; href: string } | null;
  todos: TodoList[];
  funnel: Funnel | null;
  timeline: (Timeline & { range: string; earlierHref: string; laterHref: string }) | null;
  links: ReminderLink[];
  rows: ReturnType<typeof rowOf>[];
  /** Whether the search found more than is listed. */
  isCut: boolean;
  action: string;
  allHref: string;
  csvHref: string;
  gateHref: string;
  startHref: string;
  previousHref: string | null;
  nextHref: string | null;
}
export const boardView = view<BoardView>('compliance/board');

export function boardRoutes(deps: BoardDeps): Router {
  const router = Router();
  router.get(patterns.compliance, (req, res) => showBoard(deps, req, res));
  router.get(patterns.complianceCsv, (req, res) => sendFile(deps.store, req, res));
  return router;
}

async function showBoard(deps: BoardDeps, req: Request, res: Response): Promise<void> {
  const { store, paths, apiClock } = deps;
  const asked = askedFor(req);
  const at = Math.floor(apiClock.now() / 1000);
  const live = await livePage('contractors', store, paths);
  const found = await store.words.find('standings', asked.search);
  const [counts, page, reached] = await Promise.all([
    store.standings.counts(),
    keysetPage(req, {
      size: BOARD_PAGE_SIZE,
      cursorIn: readCursor,
      cursorOf: writeCursor,
      read: (beside) => store.standings.page({ ...filterOf(asked), found: found?.refs, ...beside }),
      href: hrefOf(asked, paths.compliance),
      fragment: '#board',
    }),
    store.onboardings.stages(),
  ]);
  const links = asked.state === 'applying' ? await linksOf(store.onboardings, page.rows) : [];
  const hrefOfState = (state: StandingState | null) =>
    `${hrefOf({ ...asked, state }, paths.compliance)}#board`;
  const filters = filtersOf(counts, asked.state, hrefOfState);
  const gone = counts.get('gone') ?? 0;
  render(
    res,
    boardView,
    deps,
    { title: 'Compliance', withForms: false, scripts: ['copy.js', 'live.js'] },
    {
      live,
      asOf: `${new Date(at * 1000).toISOString().slice(11, 19)} UTC`,
      search: asked.search,
      state: asked.state,
      filters,
      gone: gone === 0 ? null : { count: gone, href: hrefOfState('gone') },
      todos: filters.total === 0 ? [] : await todoLists(deps, counts, at),
      funnel: funnelOf(reached),
      timeline: timelineView(page.rows, at, req, asked, paths),
      links,
      rows: page.rows.map((row) => rowOf(row, at, paths)),
      isCut: found?.isCut ?? false,
      action: paths.compliance,
      allHref: `${paths.compliance}#board`,
      csvHref: hrefOf(asked, paths.complianceCsv),
      gateHref: paths.gatePage,
      startHref: paths.home,
      previousHref: page.previousHref,
      nextHref: page.nextHref,
    },
  );
}

/** Of the rows on the page, those of whose job both dates are known. Null: there are none. */
function timelineView(
  rows: readonly StandingRow[],
  at: number,
  req: Request,
  asked: Asked,
  paths: Paths,
): BoardView['timeline'] {
  const lanes = rows.flatMap((row) => {
    const { job_from_seconds: from, job_until_seconds: until } = row;
    if (from === null || until === null) return [];
    const cover = { from: row.from_seconds, until: row.until_seconds };
    const href = paths.contractor(row.contractor_id);
    return [{ name: nameOf(row), job: jobOf(row), href, state: stateOf(row), cover, work: { from, until } }];
  });
  if (lanes.length === 0) return null;
  const { start, before, after } = req.query;
  const drawn = timelineOf(
    lanes,
    at,
    typeof start === 'string' && /^\d{1,11}$/.test(start) ? Number(start) : null,
  );
  const place = {
    ...(typeof before === 'string' && { before }),
    ...(typeof after === 'string' && { after }),
  };
  const to = (time: number) =>
    `${hrefOf(asked, paths.compliance, { ...place, start: String(Math.max(0, time)) })}#timeline`;
  const { from } = drawn;
  return Object.assign(drawn, {
    range: rangeWords(drawn),
    earlierHref: to(from - STEP_SECONDS),
    laterHref: to(from + STEP_SECONDS),
  });
}
