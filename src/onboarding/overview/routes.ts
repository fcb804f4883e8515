/** The onboarding's own page: its objects, events and coverage, and what can be done next. Follows changes live. */
import { Router } from 'express';
import { syncEvents } from '../../coverage/sync';
import type { OnboardingChanges } from '../../coverage/changes';
import type { CoverageUpdater } from '../../coverage/updater';
import { apiErrorModel, NotFoundError, type ApiErrorModel } from '../../middleware/errors';
import { paths } from '../../paths';
import { PolicyApiError } from '../../policy-api/errors';
import type { OnboardingRow } from '../../store/onboardings';
import type { RecordEvent } from '../../webhooks/recorder';
import { noticeOf } from '../after-save';
import { keptSession, refreshSession } from '../application/session';
import { applicationState } from '../application/state';
import { nextStep } from '../guard';
import { isQuoteStale } from '../steps';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import { coverageOf, coverageTag, timeline } from './model';
import { contractorRows, coverageRows, entityRows, jobRows, quoteRows, sessionRows } from './rows';
import { followChanges } from './stream';

export interface OverviewDeps extends JourneyDeps {
  record: RecordEvent;
  coverage: CoverageUpdater;
  changes: OnboardingChanges;
  streams: Set<() => void>;
}

export function overviewRoutes(deps: OverviewDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/', onJourney(deps, 'overview', showOverview));
  router.post(
    '/sync',
    onJourney(deps, 'overview', (journey) => syncNow(journey, deps)),
  );
  router.post('/remove', onJourney(deps, 'overview', removeEmpty));
  router.get('/stream', async (req, res) => {
    const { onboardingId: id = '' } = req.params as { onboardingId?: string };
    if ((await deps.store.onboardings.changedAt(id)) === undefined)
      throw new NotFoundError('This onboarding');
    followChanges(id, res, deps);
  });
  return router;
}

async function showOverview(journey: Journey): Promise<void> {
  const { onboarding, api, deps } = journey;
  const failures: ApiErrorModel[] = [];
  const ask = <Answer>(id: string | null, call: (id: string) => Promise<Answer>) =>
    id === null ? Promise.resolve(null) : orFailure(call(id), failures);
  const [contractor, entity, job, session, events] = await Promise.all([
    ask(onboarding.contractor_id, (id) => api.getContractor(id)),
    ask(onboarding.entity_id, (id) => api.getEntity(id)),
    ask(onboarding.job_id, (id) => api.getJob(id)),
    ask(onboarding.session_id, () => refreshSession(journey)),
    deps.store.events.ofOnboarding(onboarding.id),
  ]);
  const coverage = coverageOf(onboarding);
  const now = deps.now() / 1000;
  await journey.render(
    'onboarding/overview',
    {
      title: onboarding.contractor_name ?? 'New onboarding',
      notice: noticeOf(journey) ?? ownNotice(journey),
      scripts: ['/assets/copy.js', '/assets/live.js'],
    },
    {
      objects: [
        contractorRows(onboarding, contractor),
        entityRows(onboarding, entity),
        jobRows(onboarding, job),
        quoteRows(onboarding),
        sessionRows(onboarding, session ?? keptSession(onboarding.session)),
      ],
      failure: failures[0] ?? null,
      coverageTag: coverageTag(onboarding.coverage_state, coverage.expirationDate, now),
      coverageRows: coverageRows(coverage),
      events: timeline(events, paths.event),
      next: nextAction(journey),
      streamHref: paths.stream(onboarding.id),
      syncAction: paths.sync(onboarding.id),
      removeAction: isEmpty(onboarding) ? paths.remove(onboarding.id) : null,
      refreshHref: paths.onboarding(onboarding.id),
    },
  );
}

/** What the operator can do next, in one sentence and at most one link. */
function nextAction({ onboarding }: Journey): { text: string; href: string | null; label: string | null } {
  const application = paths.step(onboarding.id, 'application');
  const say = (text: string, href: string | null = null, label: string | null = null) => ({
    text,
    href,
    label,
  });
  const quote = paths.step(onboarding.id, 'quote');
  switch (applicationState(onboarding) === 'expired' ? 'session_expired' : onboarding.coverage_state) {
    case 'active':
      return say('Coverage is active. The contractor can start work on the effective date.');
    case 'cancelled':
      return say(
        'The policy was cancelled. For new coverage start another onboarding with this contractor.',
        paths.home,
        'Onboardings',
      );
    case 'ineligible':
      return say(
        'The contractor was found ineligible. Change the coverage, the job or the contractor and quote again: the new quote gets an application of its own.',
        quote,
        'Quote again',
      );
    case 'issuing':
      return say(
        'The application is complete and the policy is being issued. This takes a few minutes; the page follows.',
      );
    case 'in_review':
      return say(
        'The application is in manual review, usually for less than 24 hours. There is nothing to do meanwhile.',
      );
    case 'session_expired':
      return say(
        'The application session has expired. Open the application to replace it.',
        application,
        'Go to the application',
      );
    default: {
      const next = nextStep(onboarding);
      if (!next) return say('Nothing is left to do.');
      if (isQuoteStale(onboarding)) {
        return say(
          'An object was changed after the quote was made. Fetch the quote again.',
          quote,
          'Go to the quote',
        );
      }
      if (next.id === 'application' && onboarding.session_id !== null) {
        return say('The contractor has to finish the application.', application, 'Go to the application');
      }
      return say(
        `The next step is the ${next.title.toLowerCase()}.`,
        paths.step(onboarding.id, next.id),
        `Continue with the ${next.title.toLowerCase()}`,
      );
    }
  }
}

/** An onboarding that was started and left at once is in the way; one that uses an object stays. */
async function removeEmpty(journey: Journey): Promise<void> {
  const { onboarding, deps } = journey;
  const removed = await deps.store.onboardings.removeEmpty(onboarding.id);
  await journey.redirect(removed ? `${paths.home}?removed` : `${paths.onboarding(onboarding.id)}?kept`);
}

function isEmpty({ contractor_id, entity_id, job_id }: OnboardingRow): boolean {
  return contractor_id === null && entity_id === null && job_id === null;
}

/** Reads missed events from the API. */
async function syncNow(journey: Journey, deps: OverviewDeps): Promise<void> {
  const page = paths.onboarding(journey.onboarding.id);
  try {
    const found = await syncEvents({ ...deps, api: journey.api }, deps.now);
    await deps.coverage.applyAll();
    await journey.redirect(`${page}?synced=${found}`);
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    await journey.redirect(`${page}?synced=failed`);
  }
}

function ownNotice({ req }: Journey): { kind: 'success' | 'info' | 'warning'; text: string } | null {
  const { synced, kept } = req.query;
  if (kept !== undefined) {
    const text = 'This onboarding was not removed: something was chosen for it meanwhile.';
    return { kind: 'warning', text };
  }
  if (typeof synced !== 'string') return null;
  if (synced === 'failed')
    return { kind: 'warning', text: 'The API could not be asked for events. See the API calls below.' };
  const count = Number(synced);
  if (!Number.isSafeInteger(count) || count <= 0) return { kind: 'info', text: 'No event was missed.' };
  return {
    kind: 'success',
    text: count === 1 ? 'One missed event was picked up.' : `${count} missed events were picked up.`,
  };
}

async function orFailure<Answer>(call: Promise<Answer>, failures: ApiErrorModel[]): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    failures.push(apiErrorModel(error));
    return null;
  }
}
