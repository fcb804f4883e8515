/** The onboarding's own page: its objects, events and coverage, and what can be done next. Follows changes live. */
import { Router } from 'express';
import { counted } from '../../../lib/counted';
import { syncEvents, type SyncDeps } from '../../coverage/sync';
import type { CoverageUpdater } from '../../coverage/updater';
import { liveOnboarding, type ChangesStore, type LivePage } from '../../live/topics';
import { apiErrorModel, type ApiErrorModel } from '../../pages/errors';
import type { Notice } from '../../pages/notice';
import { view } from '../../pages/view';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { EventRepository } from '../../store/events';
import type { RecordEvent } from '../../webhooks/delivery';
import { refreshSession } from '../application/session';
import { keptSession } from '../application/summary';
import { goneModel } from '../journey/gone';
import { orNull } from '../../policy-api/or-null';
import type { SharedKind } from '../journey/save-object';
import type { Journey, JourneyDeps } from '../journey/journey';
import type { JourneyStore } from '../journey/journey-store';
import type { JourneyView } from '../journey/journey-view';
import { onJourney } from '../journey/on-journey';
import { standingOf, standingTag } from '../journey/standing';
import { coverOf, type CoverCard } from './cover';
import { timeline } from './model';
import { nextAction, type NextAction } from './next';
import { mayBeRemoved, removeOnboarding } from './remove';
import { contractorRows, entityRows, jobRows, quoteRows, sessionRows, type ObjectCard } from './rows';

export interface OverviewDeps extends JourneyDeps {
  store: JourneyStore & SyncDeps['store'] & ChangesStore & { events: Pick<EventRepository, 'page'> };
  record: RecordEvent;
  coverage: Pick<CoverageUpdater, 'applySoon' | 'applyAll'>;
}

/** A contractor who works for years has many. */
const EVENTS_SHOWN = 50;

interface OverviewView {
  objects: (ObjectCard & { href: string })[];
  /** The page of its contractor; null while none is chosen. */
  contractorHref: string | null;
  failure: ApiErrorModel | null;
  cover: CoverCard;
  events: ReturnType<typeof timeline>;
  allEventsHref: string | null;
  next: NextAction;
  live: LivePage;
  /** The API's time, in epoch milliseconds. */
  now: number;
  syncAction: string;
  removeAction: string | null;
  refreshHref: string;
}
export const overviewView = view<JourneyView & OverviewView>('onboarding/overview');

export function overviewRoutes(deps: OverviewDeps): Router {
  const router = Router({ mergeParams: true });
  // At the addresses of its forms too, which show it again where they were not sent.
  router.get(
    ['/', '/sync', '/remove'],
    onJourney(deps, 'overview', (journey) => showOverview(journey, deps)),
  );
  router.post(
    '/sync',
    onJourney(deps, 'overview', (journey) => syncNow(journey, deps)),
  );
  router.post('/remove', onJourney(deps, 'overview', removeOnboarding));
  return router;
}

async function showOverview(journey: Journey, deps: OverviewDeps): Promise<void> {
  const { onboarding, api } = journey;
  const { paths } = deps;
  const failures: ApiErrorModel[] = [];
  const live = await liveOnboarding(journey.before, deps.store, paths);
  const [contractor, entity, job, session, codes, events] = await Promise.all([
    ask(journey, 'contractor', (id) => api.getContractor(id), failures),
    ask(journey, 'entity', (id) => api.getEntity(id), failures),
    ask(journey, 'job', (id) => api.getJob(id), failures),
    ask(journey, 'session', () => refreshSession(journey), failures),
    onboarding.job_id === null ? null : orNull(api.listCategoryCodes()),
    deps.store.events.page({ onboarding: onboarding.id, limit: EVENTS_SHOWN + 1 }),
  ]);
  const category = codes?.find((code) => code.category_code === job?.category_code)?.name ?? null;
  const now = deps.apiClock.now() / 1000;
  const standing = standingOf(onboarding, now);
  await journey.render(
    overviewView,
    {
      title: onboarding.contractor_name ?? 'New onboarding',
      scripts: ['copy.js', 'live.js', 'ages.js'],
    },
    {
      objects: [
        contractorRows(onboarding, contractor),
        entityRows(onboarding, entity),
        jobRows(onboarding, job, category),
        quoteRows(onboarding),
        sessionRows(onboarding, session ?? keptSession(onboarding.session)),
      ].map((card) => ({ ...card, href: paths.step(onboarding.id, card.step) })),
      contractorHref: onboarding.contractor_id === null ? null : paths.contractor(onboarding.contractor_id),
      failure: failures[0] ?? null,
      cover: coverOf({
        onboarding,
        standing,
        tag: standingTag(onboarding, now),
        entity,
        events: events.slice(0, EVENTS_SHOWN),
        at: now,
        paths,
      }),
      events: timeline(events.slice(0, EVENTS_SHOWN), paths.event).reverse(),
      allEventsHref: events.length > EVENTS_SHOWN ? paths.eventsOf(onboarding.id) : null,
      next: nextAction(onboarding, standing, journey.gone, paths),
      live,
      now: now * 1000,
      syncAction: paths.sync(onboarding.id),
      removeAction: mayBeRemoved(journey) ? paths.remove(onboarding.id) : null,
      refreshHref: paths.onboarding(onboarding.id),
    },
  );
}

/** Reads missed events from the API. */
async function syncNow(journey: Journey, deps: OverviewDeps): Promise<void> {
  const page = deps.paths.onboarding(journey.onboarding.id);
  try {
    const found = await syncEvents({ ...deps, api: journey.api }, deps.now);
    await deps.coverage.applyAll();
    journey.redirect(page, noticeOfSync(found));
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    const text = 'The API could not be asked for events. See the API calls below.';
    journey.redirect(page, { kind: 'warning', text });
  }
}

function noticeOfSync(found: number): Notice {
  if (found === 0) return { kind: 'info', text: 'No event was missed.' };
  const events = counted(found, 'missed event was', 'missed events were');
  return { kind: 'success', text: `${events} picked up.` };
}

/** Asks the API for an object of the onboarding. Null when there is none or the call failed, which is noted. */
async function ask<Answer>(
  journey: Journey,
  kind: SharedKind | 'session',
  call: (id: string) => Promise<Answer>,
  failures: ApiErrorModel[],
): Promise<Answer | null> {
  const id = journey.onboarding[`${kind}_id`];
  if (id === null) return null;
  try {
    return await call(id);
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    if (isUnknownObject(error)) {
      if (kind !== 'session') journey.gone.add(kind);
      failures.push(goneModel(error, kind === 'session' ? 'application session' : kind, journey.deps.words));
    } else failures.push(apiErrorModel(error, journey.deps.words));
    return null;
  }
}
