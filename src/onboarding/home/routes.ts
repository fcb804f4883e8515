/** The list of onboardings, and the button that starts one. */
import { Router, type Request } from 'express';
import { wordOf } from '../../coverage/states';
import { liveList, type LivePage, type LiveStore } from '../../live/topics';
import { isId } from '../../lib/random';
import type { Notice } from '../../pages/notice';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns, type Paths } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type {
  ListedOnboarding,
  OnboardingCursor,
  OnboardingList,
  OnboardingRepository,
} from '../../store/onboardings';
import { textOf, type FormBody } from '../form/form';
import { nextStep } from '../journey/guard';
import { standingTag } from '../journey/standing';

export const PAGE_SIZE = 25;

export interface HomeDeps extends PageOptions {
  store: LiveStore & { onboardings: Pick<OnboardingRepository, 'countByList' | 'create' | 'page'> };
  /** For what is covered now. */
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

const LIST_TABS: readonly { list: OnboardingList; show: string | null; text: string }[] = [
  { list: 'in_progress', show: null, text: 'In progress' },
  { list: 'refused', show: 'refused', text: wordOf('refused') },
  { list: 'done', show: 'done', text: 'Done' },
];

/** What is said of a list with nothing in it. */
const EMPTY: Readonly<Record<OnboardingList, { title: string; text: string }>> = {
  in_progress: {
    title: 'No onboarding in progress',
    text: 'Start one to create a contractor, an entity and a job, fetch a quote, and hand over to the insurance application.',
  },
  refused: {
    title: 'Nobody was found ineligible',
    text: 'Onboardings come here when the quote or the application says no. They can be quoted again.',
  },
  done: {
    title: 'No onboarding is done yet',
    text: 'Onboardings come here when a policy is issued. They stay when it expires or is cancelled.',
  },
};

function hrefOf(paths: Paths, list: OnboardingList, more = ''): string {
  const show = LIST_TABS.find((tab) => tab.list === list)?.show ?? null;
  const query = [show === null ? '' : `show=${show}`, more].filter(Boolean).join('&');
  return query === '' ? paths.home : `${paths.home}?${query}`;
}

interface HomeView {
  live: LivePage;
  startAction: string;
  newId: string;
  /** What is said where there are no rows. */
  empty: { title: string; text: string };
  tabs: { text: string; count: number; current: boolean; href: string }[];
  rows: ReturnType<typeof rowView>[];
  previousHref: string | null;
  nextHref: string | null;
}
export const homeView = view<HomeView>('home');

export function homeRoutes(deps: HomeDeps): Router {
  const router = Router();
  const { paths } = deps;

  router.get([patterns.home, patterns.onboardings], async (req, res) => {
    const list =
      LIST_TABS.find(({ show }) => show !== null && show === req.query.show)?.list ?? 'in_progress';
    const live = await liveList('onboardings', deps.store, paths);
    const [counts, page] = await Promise.all([
      deps.store.onboardings.countByList(),
      pageOfOnboardings(deps, req, list),
    ]);
    const now = deps.apiClock.now() / 1000;
    const notice = deps.apiKey.refused ? KEY_REFUSED : null;
    const scripts = ['live.js'];
    render(
      res,
      homeView,
      deps,
      { title: 'Onboardings', notice, scripts },
      {
        live,
        startAction: paths.onboardings,
        newId: deps.newId(),
        empty: EMPTY[list],
        tabs: LIST_TABS.map((tab) => ({
          text: tab.text,
          count: counts[tab.list],
          current: tab.list === list,
          href: hrefOf(paths, tab.list),
        })),
        rows: page.rows.map((row) => rowView(row, now, paths)),
        previousHref: page.previousHref,
        nextHref: page.nextHref,
      },
    );
  });

  // The id comes with the page, so that pressing the button twice starts one.
  router.post(patterns.onboardings, async (req, res) => {
    const given = textOf(req.body as FormBody, 'onboarding');
    const id = isId(given) ? given : deps.newId();
    await deps.store.onboardings.create(id, deps.newToken());
    res.redirect(303, paths.step(id, 'contractor'));
  });

  return router;
}

/** One page by keyset: one row more than shown is read, to know whether there is another page. */
async function pageOfOnboardings(deps: HomeDeps, req: Request, list: OnboardingList) {
  const before = cursorOf(req.query.before);
  const after = before ? null : cursorOf(req.query.after);
  const found = await deps.store.onboardings.page({
    list,
    limit: PAGE_SIZE + 1,
    ...(before && { before }),
    ...(after && { after }),
  });
  const more = found.length > PAGE_SIZE;
  const rows = after ? found.slice(-PAGE_SIZE) : found.slice(0, PAGE_SIZE);
  const link = (direction: 'before' | 'after', row: ListedOnboarding | undefined) =>
    row ? hrefOf(deps.paths, list, `${direction}=${row.updated_at}.${row.id}`) : null;
  const hasPrevious = after ? more : before !== null;
  const hasNext = after ? true : more;
  return {
    rows,
    previousHref: hasPrevious ? link('after', rows[0]) : null,
    nextHref: hasNext ? link('before', rows.at(-1)) : null,
  };
}

function cursorOf(value: unknown): OnboardingCursor | null {
  const match = typeof value === 'string' ? /^(\d{1,15})\.([\w-]{1,64})$/.exec(value) : null;
  return match?.[1] && match[2] ? { updatedAt: Number(match[1]), id: match[2] } : null;
}

function rowView(row: ListedOnboarding, now: number, paths: Paths) {
  const next = nextStep(row);
  const changed = new Date(row.updated_at).toISOString();
  return {
    href: paths.onboarding(row.id),
    name: row.contractor_name ?? 'Contractor not chosen yet',
    entity: row.entity_name,
    job: row.job_name,
    step: next ? next.title : 'All steps done',
    tag: standingTag(row, now),
    changedIso: changed,
    changed: `${changed.slice(0, 10)} ${changed.slice(11, 16)} UTC`,
  };
}
