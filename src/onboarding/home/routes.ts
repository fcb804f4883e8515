/** The list of onboardings, and the button that starts one. */
import { Router, type Request } from 'express';
import { counted } from '../../../lib/counted';
import type { LivePage } from '../../live/topics';
import { isId } from '../../lib/random';
import { sayOnNextPage, type Notice } from '../../pages/notice';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type {
  FirstOfLists,
  ListedOnboarding,
  OnboardingCounts,
  OnboardingLists,
} from '../../store/onboarding-lists';
import type { OnboardingRepository } from '../../store/onboardings';
import { allTextsOf, textOf, type FormBody } from '../../forms/form';
import { chooseIn, listTo, moveAll, type Choose } from './choose';
import { ARCHIVED, DONE, EMPTY, GROUPS, hrefOfList, LISTS_SHOWN, REFUSED, type ListWords } from './lists';
import { PAGE_SIZE, pageOfList } from './pages';
import { rowOf, type HomeRow } from './row';

export interface HomeDeps extends PageOptions {
  store: {
    onboardings: Pick<OnboardingRepository, 'create'>;
    lists: Pick<OnboardingLists, 'first' | 'move' | 'page'>;
  };
  /** For what is covered now, and for how long ago a change was. */
  apiClock: Pick<ApiClock, 'now'>;
  newId: () => string;
  newToken: () => string;
  /** Whether the API was seen to refuse the key. */
  apiKey: { readonly refused: boolean };
}

const KEY_REFUSED: Notice = {
  kind: 'warning',
  text: 'The API does not accept the key, so no step will work. Copy it again from the API Keys page of the dashboard, set it as TEN99POLICY_API_KEY, check TEN99POLICY_ENVIRONMENT, and start the app again.',
};

/** So many of each group are shown on the first page. */
const GROUP_SIZE = 10;

interface Group {
  text: string;
  note: string;
  count: number;
  rows: HomeRow[];
  /** Where all of them are; null where all are shown. */
  allHref: string | null;
}

interface HomeView {
  live: LivePage;
  /** The API's time, in epoch milliseconds. */
  now: number;
  startAction: string;
  newId: string;
  figures: { text: string; note: string; count: number; href: string }[];
  tabs: { text: string; count: number; current: boolean; href: string }[];
  caption: string;
  groups: Group[];
  /** What is said where there are no rows. */
  empty: { title: string; text: string };
  /** What can be done with those that are chosen. */
  choose: Choose | null;
  previousHref: string | null;
  nextHref: string | null;
}
export const homeView = view<HomeView>('home');

export function homeRoutes(deps: HomeDeps): Router {
  const router = Router();
  const { paths } = deps;

  // At the address of its form too, which shows it again where it was not sent.
  router.get([patterns.home, patterns.onboardings, patterns.archive], async (req, res) => {
    const notice = deps.apiKey.refused ? KEY_REFUSED : null;
    const settings = { title: 'Onboardings', notice, scripts: ['live.js', 'ages.js', 'choose.js'] };
    render(res, homeView, deps, settings, await homeOf(deps, req));
  });

  // The id comes with the page, so that pressing the button twice starts one.
  router.post(patterns.onboardings, async (req, res) => {
    const given = textOf(req.body as FormBody, 'onboarding');
    const id = isId(given) ? given : deps.newId();
    await deps.store.onboardings.create(id, deps.newToken());
    res.redirect(303, paths.step(id, 'contractor'));
  });

  router.post(patterns.archive, async (req, res) => {
    const body = req.body as FormBody;
    const ids = allTextsOf(body, 'id').slice(0, PAGE_SIZE);
    const { from, to } = listTo(textOf(body, 'to'));
    const { lists } = deps.store;
    const moved = await (body.all === undefined
      ? lists.move(ids, from.list, to.list)
      : moveAll(lists, from.list, to.list, timeIn(textOf(body, 'until'))));
    sayOnNextPage(req, deps, noticeOfMove(moved, to.text));
    res.redirect(303, hrefOfList(paths, from));
  });

  return router;
}

/** Zero, before all there is, for what is no time. */
const timeIn = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

function noticeOfMove(moved: number, list: string): Notice {
  if (moved === 0) return { kind: 'info', text: 'None was chosen, so nothing was moved.' };
  const text = `${counted(moved, 'onboarding was', 'onboardings were')} moved to “${list}”, and can be moved back there.`;
  return { kind: 'success', text };
}

async function homeOf(deps: HomeDeps, req: Request): Promise<HomeView> {
  const { store, paths } = deps;
  const list = LISTS_SHOWN.find(({ show }) => show === req.query.show) ?? null;
  const { counts, first, version } = await store.lists.first(list === null ? GROUP_SIZE : 1);
  const live = { url: paths.changes, topic: 'onboardings' as const, version };
  const { groups, ...turns } =
    list === null ? allGroups(deps, counts, first) : await oneList(deps, req, list, counts);
  const inProgress = GROUPS.reduce((sum, group) => sum + counts[group.list], 0);
  const isProgress = list === null || GROUPS.includes(list);
  const tabOf = (words: ListWords) => ({
    text: words.text,
    count: counts[words.list],
    current: words === list,
    href: hrefOfList(paths, words),
  });
  return {
    live,
    now: deps.apiClock.now(),
    startAction: paths.onboardings,
    newId: deps.newId(),
    figures: [...GROUPS, DONE].map((words) => ({ ...tabOf(words), note: words.note })),
    tabs: [
      { text: 'In progress', count: inProgress, current: isProgress, href: hrefOfList(paths, null) },
      ...[DONE, REFUSED, ARCHIVED].map(tabOf),
    ],
    caption: `Onboardings, ${(list?.text ?? 'In progress').toLowerCase()}, last change first`,
    groups,
    empty: list?.empty ?? EMPTY,
    choose: groups.length === 0 || list === null ? null : chooseIn(list, { counts, first }, req.query, paths),
    ...turns,
  };
}

type Shown = Pick<HomeView, 'groups' | 'previousHref' | 'nextHref'>;

function allGroups(deps: HomeDeps, counts: OnboardingCounts, first: FirstOfLists['first']): Shown {
  const groups = GROUPS.filter(({ list }) => counts[list] > 0).map((words) => {
    const rows = first[words.list];
    const allHref = counts[words.list] > rows.length ? hrefOfList(deps.paths, words) : null;
    return groupOf(words, counts, rows, deps, allHref);
  });
  return { groups, previousHref: null, nextHref: null };
}

async function oneList(
  deps: HomeDeps,
  req: Request,
  words: ListWords,
  counts: OnboardingCounts,
): Promise<Shown> {
  const { rows, ...turns } = await pageOfList(deps.store.lists, words, req.query, deps.paths);
  return { groups: rows.length === 0 ? [] : [groupOf(words, counts, rows, deps, null)], ...turns };
}

function groupOf(
  { text, note, list }: ListWords,
  counts: OnboardingCounts,
  rows: readonly ListedOnboarding[],
  { apiClock, paths }: Pick<HomeDeps, 'apiClock' | 'paths'>,
  allHref: string | null,
): Group {
  const at = apiClock.now() / 1000;
  return { text, note, count: counts[list], rows: rows.map((row) => rowOf(row, at, paths)), allHref };
}
