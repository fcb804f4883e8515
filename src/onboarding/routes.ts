/** The journey: the list, a folder for each step, and the onboarding's own page. Which step comes when: steps.ts. */
import { Router } from 'express';
import { patterns } from '../paths';
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
