/**
 * Where the hosted application sends the contractor back to. Works without a session, shows nothing personal, and
 * says what the API says now: the redirect itself proves nothing.
 *
 * Copy this folder if you use success_url and cancel_url. It needs src/policy-api and an unguessable token.
 * Replace the texts with those of your platform.
 */
import { Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { syncEvents, type SyncDeps } from '../../coverage/sync';
import type { CoverageUpdater } from '../../coverage/updater';
import { networkOf } from '../../lib/network';
import { NotFoundError, PageError } from '../../pages/page-errors';
import type { PageOptions, PageSettings } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { OnboardingRepository, OnboardingRow } from '../../store/onboardings';
import { messageFor, type Message, type SessionNow } from './message';

const FRAME: PageSettings = {
  title: 'Your application',
  chrome: 'contractor',
  scripts: [],
  withForms: false,
};

interface ReturnView extends Message {
  reloadHref: string;
  /** The company that the work is for. Its name is nothing personal. */
  entity: string | null;
  /**
   * DEMO ONLY: with the local sandbox one person plays both parts. A contractor never sees this link, nor does who is
   * presented the contractor's page in a frame.
   */
  demoHref: string | null;
}
export const returnView = view<ReturnView>('return');

export interface ReturnDeps extends PageOptions, SyncDeps {
  api: Pick<PolicyApi, 'getApplicationSession' | 'listEvents'>;
  store: SyncDeps['store'] & { onboardings: Pick<OnboardingRepository, 'find' | 'findByReturnToken'> };
  coverage: Pick<CoverageUpdater, 'applyAll'>;
  apiClock: Pick<ApiClock, 'now'>;
  now: () => number;
  applicationHosts: readonly string[];
}

export function returnRoutes(deps: ReturnDeps): Router {
  const router = Router();
  const limiter = new RateLimiterMemory({ points: 60, duration: 60 });

  router.get(patterns.returned, async (req, res) => {
    const { token, outcome } = req.params;
    if (outcome !== 'success' && outcome !== 'cancel') throw new NotFoundError();
    await limiter.consume(networkOf(req.ip)).catch(() => {
      throw new PageError(
        429,
        'Too many requests',
        'This page was opened too often.',
        'Wait a minute and reload it.',
      );
    });
    const found = await deps.store.onboardings.findByReturnToken(String(token));
    if (!found) throw new NotFoundError();
    const session = await askApi(deps, found);
    const onboarding = (await deps.store.onboardings.find(found.id)) ?? found;
    render(res, returnView, deps, FRAME, {
      ...messageFor(onboarding, session, outcome, deps.applicationHosts, deps.apiClock.now() / 1000),
      entity: onboarding.entity_name,
      reloadHref: req.baseUrl + req.path,
      demoHref:
        deps.environment === 'local' && req.get('sec-fetch-dest') !== 'iframe'
          ? deps.paths.onboarding(onboarding.id)
          : null,
    });
  });

  // Whoever follows a broken link of these is a contractor too, and is not asked to sign in.
  router.get(patterns.anyReturned, () => {
    throw new NotFoundError();
  });

  return router;
}

/** The session as it is now, or why there is none. Events missed so far are picked up too. */
async function askApi(deps: ReturnDeps, onboarding: OnboardingRow): Promise<SessionNow> {
  if (onboarding.session_id === null) return 'not asked';
  try {
    const [session] = await Promise.all([
      deps.api.getApplicationSession(onboarding.session_id),
      syncEvents(deps, deps.now),
    ]);
    await deps.coverage.applyAll();
    return session;
  } catch (error) {
    if (isUnknownObject(error)) return 'gone';
    if (error instanceof PolicyApiError) return 'not asked';
    throw error;
  }
}
