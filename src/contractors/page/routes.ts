/** The page of a contractor: what covers them now, and all that is known of them. */
import { Router, type Request } from 'express';
import { ago } from '../../lib/dates';
import { liveContractor, type ChangesStore, type LivePage } from '../../live/topics';
import { sayOnNextPage, type Notice } from '../../pages/notice';
import { ContractorGoneError } from '../../pages/page-errors';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { ContractorRow } from '../../store/contractors';
import type { Store } from '../../store/store';
import { HOOD_EVENTS, hoodOfContractor } from '../../under-the-hood/hood';
import type { RecentCalls } from '../../under-the-hood/recent-calls';
import { staleText } from '../act/ask-else-known';
import type { Knowledge } from '../known/knowledge';
import { headOf, shownOf, type ContractorModel } from './model';

export interface ContractorPageDeps extends PageOptions {
  api: PolicyApi;
  store: Pick<Store, 'contractors' | 'events' | 'standings'> & ChangesStore;
  knowledge: Pick<Knowledge, 'ofKnown' | 'at' | 'refresh' | 'passTime'>;
  recentCalls: Pick<RecentCalls, 'latest' | 'seeFor'>;
  publicUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
}

/** How long a page waits for the API before it shows what is known. */
const WAIT_MS = 5000;
/** What was asked less long ago is not asked again by itself. */
const FRESH_MS = 60_000;
/** Of the events, so many are in the page itself. */
const IN_PAGE = 12;

export const contractorPageView = view<ContractorModel & { live: LivePage }>('contractors/page');

export function contractorPageRoutes(deps: ContractorPageDeps): Router {
  const router = Router();
  const { paths, store } = deps;

  router.get(patterns.contractor, async (req, res) => {
    const id = idIn(req);
    const began = deps.now();
    const { before, failure } = await askWhenOld(deps, id);
    const isMoved = await deps.knowledge.passTime();
    const row = before && !isMoved ? before : await store.contractors.find(id);
    if (!row) throw failure ?? new ContractorGoneError();
    const live = await liveContractor(row, store, paths);
    const all = await deps.knowledge.ofKnown(row);
    const latest = store.events.page({ contractor: id, limit: HOOD_EVENTS });
    const [standings, events, hood] = await Promise.all([
      store.standings.ofContractor(id),
      latest,
      hoodOfContractor(id, began, latest, deps),
    ]);
    const shown = { all, at: deps.knowledge.at(), paths };
    const head = headOf(row, all, paths);
    const notice = failure ? staleNotice(failure, row, deps) : null;
    render(
      res,
      contractorPageView,
      deps,
      { title: head.name, notice, hood, scripts: ['live.js'] },
      {
        live,
        ...head,
        ...freshness(row, deps.now()),
        askAction: paths.askAgain(id),
        ownPage: `${deps.publicUrl}${paths.cover(row.link_token)}`,
        ...shownOf(shown, standings, events.slice(0, IN_PAGE)),
        allEventsHref: events.length > IN_PAGE ? paths.eventsOfContractor(id) : null,
      },
    );
  });

  router.post('/contractors/:contractorId/ask', async (req, res) => {
    const id = idIn(req);
    try {
      await ask(deps, id);
      sayOnNextPage(req, deps, { kind: 'success', text: 'This is what the API says now.' });
    } catch (error) {
      if (!(error instanceof PolicyApiError)) throw error;
      const row = await store.contractors.find(id);
      if (isUnknownObject(error) && !row) throw new ContractorGoneError();
      sayOnNextPage(req, deps, staleNotice(error, row, deps));
    }
    res.redirect(303, paths.contractor(id));
  });

  return router;
}

const idIn = ({ params }: Request): string => String(params.contractorId);

const ask = ({ api, knowledge, recentCalls }: ContractorPageDeps, id: string): Promise<unknown> =>
  knowledge.refresh(id, api.observedBy(recentCalls.seeFor(id)).within(WAIT_MS));

/** Gives back why the API could not be asked, or the row as it stands where it need not be. */
async function askWhenOld(deps: ContractorPageDeps, id: string) {
  const row = await deps.store.contractors.find(id);
  if (row && deps.now() - (row.asked_at ?? 0) < FRESH_MS) return { before: row, failure: null };
  try {
    await ask(deps, id);
    return { before: null, failure: null };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    if (isUnknownObject(error) && !row) throw new ContractorGoneError();
    return { before: null, failure: error };
  }
}

function staleNotice(
  error: PolicyApiError,
  row: Asked | undefined,
  { now, words }: Pick<ContractorPageDeps, 'now' | 'words'>,
): Notice {
  const asked = row?.asked_at ?? null;
  const text = isUnknownObject(error)
    ? 'The API does not know this contractor any more: they were deleted there, or belong to another account or environment. What was known before is shown.'
    : staleText(error, asked === null ? 'before' : `${ago((now() - asked) / 1000)} ago`, words);
  return { kind: 'warning', text };
}

type Asked = Pick<ContractorRow, 'asked_at'>;

/** When the API was asked, as a moment and as it is said. */
function freshness({ asked_at: asked }: Asked, now: number) {
  if (asked === null)
    return { askedIso: null, askedText: 'The API was not asked yet: this is what events told' };
  const age = ago((now - asked) / 1000);
  return { askedIso: new Date(asked).toISOString(), askedText: `asked of the API ${age} ago` };
}
