/** The journey: the list, a folder for each step, and the onboarding's own page. Which step comes when: steps.ts. */
import { Router } from 'express';
import { paths, patterns } from '../paths';
import { applicationRoutes } from './application/routes';
import { contractorRoutes } from './contractor/routes';
import { entityRoutes } from './entity/routes';
import { homeRoutes, type HomeDeps } from './home/routes';
import { jobRoutes } from './job/routes';
import { overviewRoutes, type OverviewDeps } from './overview/routes';
import { quoteRoutes } from './quote/routes';

export type OnboardingDeps = HomeDeps & OverviewDeps;

export function onboardingRoutes(deps: OnboardingDeps): Router {
  const router = Router();
  router.use(homeRoutes(deps));
  // The address that a choice was sent to, opened by itself: by the address bar, say.
  router.get(patterns.choice, (req, res) =>
    res.redirect(303, paths.step(req.params.onboardingId, req.params.step)),
  );
  router.use(
    patterns.onboarding,
    contractorRoutes(deps),
    entityRoutes(deps),
    jobRoutes(deps),
    quoteRoutes(deps),
    applicationRoutes(deps),
    overviewRoutes(deps),
  );
  return router;
}
