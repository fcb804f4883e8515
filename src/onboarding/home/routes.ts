/** The list of onboardings, and the button that starts one. */
import { Router, type Request } from 'express';
import { liveList } from '../../live/topics';
import { isId } from '../../lib/random';
import type { Notice } from '../../middleware/notice';
import { pageOf } from '../../middleware/page';
import { paths } from '../../paths';
import type { ListedOnboarding, OnboardingCursor } from '../../store/onboardings';
import { textOf, type FormBody } from '../form';
import { nextStep } from '../guard';
import type { JourneyDeps } from '../journey';
import { coverageOf, coverageTag } from '../overview/model';

export const PAGE_SIZE = 25;

export interface HomeDeps extends JourneyDeps {
  /** Whether the API was seen to refuse the key. */
  apiKey: { readonly refused: boolean };
}

const KEY_REFUSED: Notice = {
  kind: 'warning',
  text: 'The API does not accept the key, so no step will work. Copy it again from the API Keys page of the dashboard, set it as TEN99POLICY_API_KEY, check TEN99POLICY_ENVIRONMENT, and start the app again.',
};

export function homeRoutes(deps: HomeDeps): Router {
  const router = Router();

  router.get([paths.home, paths.onboardings], async (req, res) => {
    const done = req.query.show === 'done';
    const live = await liveList('onboardings', deps.store);
    const [counts, page] = await Promise.all([
      deps.store.onboardings.countByDone(),
      pageOfOnboardings(deps, req, done),
    ]);
    const now = deps.now() / 1000;
    res.render('home', {
      page: pageOf(req, deps, {
        title: 'Onboardings',
        notice: deps.apiKey.refused ? KEY_REFUSED : null,
        scripts: ['/assets/live.js'],
      }),
      model: {
        live,
        startAction: paths.onboardings,
        newId: deps.newId(),
        done,
        counts,
        tabs: [
          { text: 'In progress', count: counts.inProgress, href: paths.home, current: !done },
          { text: 'Done', count: counts.done, href: `${paths.home}?show=done`, current: done },
        ],
        rows: page.rows.map((row) => rowView(row, now)),
        previousHref: page.previousHref,
        nextHref: page.nextHref,
      },
    });
  });

  // The id comes with the page, so that pressing the button twice starts one.
  router.post(paths.onboardings, async (req, res) => {
    const given = textOf(req.body as FormBody, 'onboarding');
    const id = isId(given) ? given : deps.newId();
    await deps.store.onboardings.create(id, deps.newToken());
    res.redirect(303, paths.step(id, 'contractor'));
  });

  return router;
}

/** One page by keyset: one row more than shown is read, to know whether there is another page. */
async function pageOfOnboardings(deps: HomeDeps, req: Request, done: boolean) {
  const before = cursorOf(req.query.before);
  const after = before ? null : cursorOf(req.query.after);
  const found = await deps.store.onboardings.page({
    done,
    limit: PAGE_SIZE + 1,
    ...(before && { before }),
    ...(after && { after }),
  });
  const more = found.length > PAGE_SIZE;
  const rows = after ? found.slice(-PAGE_SIZE) : found.slice(0, PAGE_SIZE);
  const link = (direction: 'before' | 'after', row: ListedOnboarding | undefined) =>
    row ? `${paths.home}?${done ? 'show=done&' : ''}${direction}=${row.updated_at}.${row.id}` : null;
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

function rowView(row: ListedOnboarding, now: number) {
  const next = nextStep(row);
  const changed = new Date(row.updated_at).toISOString();
  return {
    href: paths.onboarding(row.id),
    name: row.contractor_name ?? 'Contractor not chosen yet',
    entity: row.entity_name,
    job: row.job_name,
    step: next ? next.title : 'All steps done',
    tag: coverageTag(row.coverage_state, coverageOf(row).expirationDate, now),
    changedIso: changed,
    changed: `${changed.slice(0, 10)} ${changed.slice(11, 16)} UTC`,
  };
}
