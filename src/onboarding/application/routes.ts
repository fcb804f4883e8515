/**
 * The application step: create the insurance application session and hand the contractor over to its URL.
 *
 * Copy this folder if you use the hosted application. It needs src/policy-api and return pages (../returned).
 * Replace `safeApplicationUrl` by nothing: whatever redirects to a URL from elsewhere needs such a check.
 */
import { createHash } from 'node:crypto';
import { Router } from 'express';
import { paths } from '../../paths';
import { goOn, noticeOf } from '../after-save';
import { failedForm, idempotencyKeyOf, type FailedForm, type FormBody, type FormError } from '../form';
import { onJourney, type Journey, type JourneyDeps } from '../journey';
import {
  applicationStepName,
  APPLICATION_STEPS,
  createSession,
  isComplete,
  keptSession,
  refreshSession,
  safeApplicationUrl,
  type SessionSummary,
} from './session';

interface View {
  status?: number;
  session: SessionSummary | null;
  errors: FormError[];
  apiError: FailedForm['apiError'] | null;
  idempotencyKey: string;
}

export function applicationRoutes(deps: JourneyDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/application', onJourney(deps, 'application', showApplication));
  router.post('/application', onJourney(deps, 'application', startApplication));
  router.get('/application/open', onJourney(deps, 'application', openApplication));
  return router;
}

async function showApplication(journey: Journey): Promise<void> {
  const { deps, onboarding } = journey;
  const view: View = { session: null, errors: [], apiError: null, idempotencyKey: deps.newKey() };
  try {
    view.session = await refreshSession(journey);
  } catch (error) {
    const failed = failedForm(error, [], { used: view.idempotencyKey, newKey: deps.newKey });
    return show(journey, { ...view, ...failed, session: keptSession(onboarding.session) });
  }
  return show(journey, view);
}

async function startApplication(journey: Journey): Promise<void> {
  const { deps, req, onboarding } = journey;
  const key = idempotencyKeyOf(req.body as FormBody, deps.newKey);
  const session = keptSession(onboarding.session);
  try {
    const usable = session !== null && !session.expired;
    if (!usable) await createSession(journey, key);
  } catch (error) {
    return show(journey, { session, ...failedForm(error, [], { used: key, newKey: deps.newKey }) });
  }
  await journey.redirect(paths.step(onboarding.id, 'application'));
}

/**
 * Hands over: a plain link leads here, since browsers block a redirect to another host that answers a form (CSP
 * `form-action`). The session is checked with the API first, and an expired one replaced. Its key is made from the
 * expired session's id, so that opening the link twice replaces it once.
 */
async function openApplication(journey: Journey): Promise<void> {
  const { deps, onboarding, res } = journey;
  let session = await refreshSession(journey);
  if (session === null) return journey.redirect(paths.step(onboarding.id, 'application'));
  if (isComplete(session)) return goOn(journey, 'application');
  if (session.expired) session = await createSession(journey, replacementKey(session.id));
  const url = safeApplicationUrl(session.url, deps.applicationHosts);
  await journey.saveCalls();
  res.redirect(303, url);
}

function replacementKey(expiredId: string): string {
  return createHash('sha256').update(`replaces ${expiredId}`).digest('hex').slice(0, 32);
}

function show(journey: Journey, view: View): Promise<void> {
  const { onboarding, deps } = journey;
  const { session } = view;
  return journey.render(
    'onboarding/application',
    {
      title: 'Application',
      notice: noticeOf(journey),
      ...(view.status !== undefined && { status: view.status }),
    },
    {
      action: paths.step(onboarding.id, 'application'),
      openHref: paths.openApplication(onboarding.id),
      overviewHref: paths.onboarding(onboarding.id),
      session: session && {
        ...session,
        stepName: applicationStepName(session.step),
        complete: isComplete(session),
        copyUrl: session.expired || isComplete(session) ? null : urlToCopy(session, deps),
      },
      hostedSteps: Object.values(APPLICATION_STEPS).slice(0, -1),
      contractorName: onboarding.contractor_name,
      errors: view.errors,
      apiError: view.apiError,
      idempotencyKey: view.idempotencyKey,
    },
  );
}

/** A link that may not be opened may not be sent either. */
function urlToCopy(session: SessionSummary, deps: JourneyDeps): string | null {
  try {
    return safeApplicationUrl(session.url, deps.applicationHosts);
  } catch {
    return null;
  }
}
