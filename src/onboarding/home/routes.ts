/** The list of onboardings, and the button that starts one. */
import { Router, type Request } from 'express';
import { counted } from '../../../lib/counted';
import { livePage, type LivePage, type LiveStore } from '../../live/topics';
import { isId } from '../../lib/random';
import { sayOnNextPage, type Notice } from '../../pages/notice';
import type { PageOptions } from '../../pages/page';
import type { SiteWords } from '../../pages/site-words';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type { OnboardingLists } from '../../store/onboarding-lists';
import type { OnboardingRepository } from '../../store/onboardings';
import { allTextsOf, textOf, type FormBody } from '../../forms/form';
import { chooseIn, listTo, moveAll, type Choose } from './choose';
import { ARCHIVED, DONE, GROUPS, hrefOfList, LISTS_SHOWN, REFUSED, type ListWords } from './lists';
import { PAGE_SIZE } from './pages';
import { allGroups, found, GROUP_SIZE, oneList, searchIn, type Shown, type ShownDeps } from './shown';

export interface HomeDeps extends PageOptions {
  store: ShownDeps['store'] &
    LiveStore & {
      onboardings: Pick<OnboardingRepository, 'create'>;
      lists: Pick<OnboardingLists, 'first' | 'move'>;
    };
  /** For what is covered now, and for how long ago a change was. */
  apiClock: Pick<ApiClock, 'now'>;
  newId: () => string;
  newToken: () => string;
  /** Whether the API was seen to refuse the key. */
  apiKey: { readonly refused: boolean };
}

const keyRefused = ({ apiKey, environment }: SiteWords): Notice => ({
  kind: 'warning',
  text: `The API does not accept the key, so no step will work. Copy it again from the API Keys page of the dashboard, set it as ${apiKey}, check ${environment}, and start the app again.`,
});

interface HomeView extends Shown {
  live: LivePage;
  /** The API's time, in epoch milliseconds. */
  now: number;
  startAction: string;
  newId: string;
  figures: { text: string; note: string; count: number; href: string }[];
  tabs: { text: string; count: number; current: boolean; href: string }[];
  /** Null where there is nothing to be found. */
  search: { text: string; action: string } | null;
  /** What can be done with those that are chosen. */
  choose: Choose | null;
}
export const homeView = view<HomeView>('home');

export function homeRoutes(deps: HomeDeps): Router {
  const router = Router();
  const { paths } = deps;

  // At the address of its form too, which shows it again where it was not sent.
  router.get([patterns.home, patterns.onboardings, patterns.archive], async (req, res) => {
    const notice = deps.apiKey.refused ? keyRefused(deps.words) : null;
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
  const search = searchIn(req.query);
  const list = search === '' ? (LISTS_SHOWN.find(({ show }) => show === req.query.show) ?? null) : null;
  const isWhole = search === '' && list === null;
  const live = await livePage('onboardings', store, paths);
  const { counts, first } = await store.lists.first(isWhole ? GROUP_SIZE : 1);
  const shown = isWhole
    ? allGroups(deps, { counts, first })
    : await (list === null ? found(deps, req, search) : oneList(deps, req, list, counts));
  const isUsed = Object.values(counts).some((count) => count > 0);
  const inProgress = GROUPS.reduce((sum, group) => sum + counts[group.list], 0);
  const isProgress = isWhole || (list !== null && GROUPS.includes(list));
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
    search: isUsed || search !== '' ? { text: search, action: paths.home } : null,
    choose:
      list === null || shown.groups.length === 0 ? null : chooseIn(list, { counts, first }, req.query, paths),
    ...shown,
  };
}
