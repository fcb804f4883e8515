/**
 * The application step: create the insurance application session and hand the contractor over to its URL.
 *
 * Copy src/quote/open-application.ts if you use the hosted application: this folder is its page, for this app's journey.
 * It needs return pages (../returned). Replace the page, not the check of the URL: whatever redirects to one needs it.
 */
import { Router } from 'express';
import { view } from '../../pages/view';
import { HostNotAllowedError } from '../../pages/page-errors';
import { isUnknownObject } from '../../policy-api/errors';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { applicationUrl, ApplicationUrlError } from '../../quote/application-url';
import { openApplication } from '../../quote/open-application';
import { withConflict } from '../journey/conflict';
import { ConflictError } from '../journey/conflict-error';
import { formRoutes } from '../journey/form-routes';
import {
  freshForm,
  renderForm,
  typedForm,
  withFailure,
  type FormPage,
  type FormView,
} from '../journey/form-page';
import { goneModel } from '../journey/gone';
import type { Journey, JourneyDeps } from '../journey/journey';
import { onJourney } from '../journey/on-journey';
import { standingOf } from '../journey/standing';
import { tagOf, type StateTag } from '../journey/state-words';
import { hostedBy, openSession, refreshSession } from './session';
import { applicationState, isOpen } from './state';
import { applicationStepName, APPLICATION_STEPS, keptSession, type SessionSummary } from './summary';

interface ApplicationPage extends FormPage {
  session: SessionSummary | null;
}

interface ApplicationView {
  state: ReturnType<typeof applicationState>;
  stateTag: StateTag;
  reasons: string[];
  openHref: string;
  quoteHref: string;
  overviewHref: string;
  session: (SessionSummary & { stepName: string; copyUrl: string | null }) | null;
  hostedSteps: string[];
  contractorName: string | null;
}
export const applicationView = view<FormView & ApplicationView>('onboarding/application');

export function applicationRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  const form = { open: showApplication, typed: typedApplication, show, send: startApplication };
  router.use(formRoutes(deps, 'application', '/application', form));
  router.get('/application/open', onJourney(deps, 'application', handOver));
  return router;
}

async function showApplication(journey: Journey): Promise<void> {
  const { deps, onboarding } = journey;
  try {
    await refreshSession(journey);
    return await show(journey, { ...freshForm(deps.newKey), session: keptSession(onboarding.session) });
  } catch (error) {
    const page = { ...freshForm(deps.newKey), session: keptSession(onboarding.session) };
    return show(journey, withFailedCall(journey, page, error));
  }
}

function typedApplication(journey: Journey): ApplicationPage {
  return { ...typedForm(journey), session: keptSession(journey.onboarding.session) };
}

async function startApplication(journey: Journey, typed: ApplicationPage): Promise<void> {
  const { onboarding } = journey;
  try {
    await journey.alone(async () => {
      const state = applicationState(onboarding);
      if (state === null || state === 'application_expired' || state === 'application_gone') {
        await openSession(journey, null, typed.idempotencyKey);
      }
    });
  } catch (error) {
    const page = { ...typed, session: keptSession(onboarding.session) };
    return show(journey, withFailedCall(journey, page, error));
  }
  journey.redirect(journey.deps.paths.step(onboarding.id, 'application'));
}

/**
 * Hands over: a plain link leads here, since browsers block a redirect to another host that answers a form (CSP
 * `form-action`). The session is checked with the API first, and an expired one replaced, once.
 */
async function handOver(journey: Journey): Promise<void> {
  const { deps, onboarding } = journey;
  try {
    const session = await refreshSession(journey);
    const state = applicationState(onboarding);
    if (session === null || state === 'refused') {
      return journey.redirect(journey.deps.paths.step(onboarding.id, 'application'));
    }
    if (state === 'issuing') return journey.redirect(journey.deps.paths.onboarding(onboarding.id));
    const url =
      state === 'application_expired'
        ? await journey.alone(() => replaceExpired(journey))
        : await urlOf(journey, session);
    return journey.redirect(url);
  } catch (error) {
    const page = { ...freshForm(deps.newKey), session: keptSession(onboarding.session) };
    return show(journey, withFailedCall(journey, page, error));
  }
}

async function urlOf(journey: Journey, previous: ApplicationSession): Promise<string> {
  const { api, onboarding } = journey;
  const options = { ...hostedBy(journey), previous, key: onboarding.id };
  return (await openApplication(api, onboarding.quote_id ?? '', options)).url;
}

/** In the place of a session that has expired, unless another request has just replaced it. */
async function replaceExpired(journey: Journey): Promise<string> {
  const { deps, onboarding } = journey;
  if (applicationState(onboarding) === 'application_expired') {
    return openSession(journey, onboarding.session_id, onboarding.id);
  }
  return applicationUrl(keptSession(onboarding.session)?.url ?? null, deps.applicationHosts);
}

function withFailedCall(journey: Journey, page: ApplicationPage, error: unknown): ApplicationPage {
  if (error instanceof ConflictError) return withConflict(page, error);
  if (error instanceof ApplicationUrlError) throw new HostNotAllowedError(error.message, journey.deps.words);
  const failed = withFailure(page, error, [], journey.deps);
  return isUnknownObject(error) && error.method === 'GET'
    ? { ...failed, apiError: goneModel(error, 'application session', journey.deps.words) }
    : failed;
}

function show(journey: Journey, page: ApplicationPage): Promise<void> {
  const { onboarding, deps } = journey;
  const { session } = page;
  const state = applicationState(onboarding);
  const now = deps.apiClock.now() / 1000;
  const standing = standingOf(onboarding, now);
  return renderForm(
    journey,
    'application',
    applicationView,
    page,
    { title: null, updates: false },
    {
      state,
      stateTag: tagOf(standing, now),
      reasons: standing.reasons,
      openHref: journey.deps.paths.openApplication(onboarding.id),
      quoteHref: journey.deps.paths.step(onboarding.id, 'quote'),
      overviewHref: journey.deps.paths.onboarding(onboarding.id),
      session: session && {
        ...session,
        stepName: applicationStepName(session.step),
        copyUrl: isOpen(state) ? urlToCopy(session, deps) : null,
      },
      hostedSteps: Object.values(APPLICATION_STEPS).slice(0, -1),
      contractorName: onboarding.contractor_name,
    },
  );
}

/** A link that may not be opened may not be sent either. */
function urlToCopy(session: SessionSummary, deps: JourneyDeps): string | null {
  try {
    return applicationUrl(session.url, deps.applicationHosts);
  } catch {
    return null;
  }
}
