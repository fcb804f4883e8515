/**
 * Where the hosted application sends the contractor back to. Works without a session, shows nothing personal, and
 * says what the API says now: the redirect itself proves nothing.
 *
 * Copy this folder if you use success_url and cancel_url. It needs src/policy-api and an unguessable token.
 * Replace the texts with those of your platform.
 */
import { Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { syncEvents } from '../../coverage/sync';
import { isSettled, type CoverageState } from '../../coverage/derive';
import { coverageOf, coverageTag } from '../overview/model';
import { NotFoundError, PageError } from '../../middleware/errors';
import { pageOf } from '../../middleware/page';
import { paths, patterns } from '../../paths';
import { PolicyApiError } from '../../policy-api/errors';
import type { ApplicationSession } from '../../policy-api/types';
import type { OnboardingRow } from '../../store/onboardings';
import { isComplete, safeApplicationUrl } from '../application/session';
import type { OverviewDeps } from '../overview/routes';
import { day } from '../quote/summary';

export function returnRoutes(deps: OverviewDeps): Router {
  const router = Router();
  const limiter = new RateLimiterMemory({ points: 60, duration: 60 });

  router.get(patterns.returned, async (req, res) => {
    const { token, outcome } = req.params;
    if (outcome !== 'success' && outcome !== 'cancel') throw new NotFoundError();
    await limiter.consume(req.ip ?? 'unknown').catch(() => {
      throw new PageError(
        429,
        'Too many requests',
        'This page was opened too often.',
        'Wait a minute and reload it.',
      );
    });
    const found = await deps.store.onboardings.findByReturnToken(String(token));
    if (!found) throw new NotFoundError('This link');
    const session = await askApi(deps, found);
    const onboarding = (await deps.store.onboardings.find(found.id)) ?? found;
    res.render('return', {
      page: pageOf(req, deps, {
        title: 'Your application',
        chrome: 'contractor',
        scripts: [],
        withForms: false,
      }),
      model: {
        ...message(onboarding, session, outcome, deps),
        label: coverageTag(
          onboarding.coverage_state,
          coverageOf(onboarding).expirationDate,
          deps.now() / 1000,
        ).text,
        final: isSettled(onboarding.coverage_state as CoverageState),
        reloadHref: req.path,
        // DEMO ONLY: with the local sandbox one person plays both parts. A contractor never sees this link.
        demoHref: deps.environment === 'local' ? paths.onboarding(onboarding.id) : null,
      },
    });
  });

  return router;
}

/** The session as it is now, or null when the API cannot be asked. Events missed so far are picked up too. */
async function askApi(deps: OverviewDeps, onboarding: OnboardingRow): Promise<ApplicationSession | null> {
  if (onboarding.session_id === null) return null;
  try {
    const [session] = await Promise.all([
      deps.api.getApplicationSession(onboarding.session_id),
      syncEvents(deps, deps.now),
    ]);
    await deps.coverage.applyAll();
    return session;
  } catch (error) {
    if (error instanceof PolicyApiError) return null;
    throw error;
  }
}

interface Message {
  tone: 'success' | 'info' | 'warning';
  heading: string;
  text: string;
  action: { href: string; text: string } | null;
}

/** What is really known, whichever way the browser came. */
function message(
  onboarding: OnboardingRow,
  session: ApplicationSession | null,
  outcome: 'success' | 'cancel',
  deps: OverviewDeps,
): Message {
  const say = (tone: Message['tone'], heading: string, text: string, action: Message['action'] = null) => ({
    tone,
    heading,
    text,
    action,
  });
  const state = onboarding.coverage_state;
  if (state === 'active') {
    const from = day(coverageOf(onboarding).effectiveDate);
    return say('success', 'You are covered', `Your coverage is active${from ? ` from ${from}` : ''}.`);
  }
  if (state === 'ineligible') {
    return say(
      'warning',
      'You could not be insured for this job',
      'The application ended without coverage. Please ask the platform that invited you what you can do next.',
    );
  }
  if (state === 'cancelled') {
    return say(
      'warning',
      'Your coverage was cancelled',
      'Please ask the platform that invited you what you can do next.',
    );
  }
  if (state === 'in_review') {
    return say(
      'info',
      'Your application is being reviewed',
      'This usually takes less than 24 hours. You will hear from us.',
    );
  }
  if (session === null && state !== 'issuing') {
    return say(
      'info',
      'We could not check your application just now',
      'Nothing is lost. Please reload this page in a minute.',
    );
  }
  if (state === 'issuing' || (session !== null && isComplete(session))) {
    return say(
      'info',
      'Your application is complete',
      'Your policy is being issued. This usually takes a few minutes; reload this page to check.',
    );
  }
  if (session?.expired) {
    return say(
      'warning',
      'Your application has expired',
      'Please ask the platform that invited you for a new link.',
    );
  }
  const heading = outcome === 'cancel' ? 'You left the application' : 'Your application is not finished yet';
  return say(
    'info',
    heading,
    'Your answers so far are kept. You can go on whenever you like.',
    goOnLink(session, deps),
  );
}

function goOnLink(session: ApplicationSession | null, deps: OverviewDeps): Message['action'] {
  try {
    return {
      href: safeApplicationUrl(session?.url ?? null, deps.applicationHosts),
      text: 'Go on with the application',
    };
  } catch {
    return null;
  }
}
