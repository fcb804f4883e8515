/** The journey: the list, a folder for each step, and the onboarding's own page. Which step comes when: steps.ts. */
import { Router } from 'express';
import { patterns } from '../paths';
import { applicationRoutes } from './application/routes';
import { contractorRoutes } from './contractor/routes';
import { entityRoutes } from './entity/routes';
import { homeRoutes, type HomeDeps } from './home/routes';
import { jobRoutes } from './job/routes';
import type { JourneyDeps } from './journey/journey';
import type { StepId } from './journey/steps';
import { overviewRoutes, type OverviewDeps } from './overview/routes';
import { quoteRoutes } from './quote/routes';

export type OnboardingDeps = HomeDeps & OverviewDeps;

/** The pages of each step: a step without is an error of types. */
const PAGES: Readonly<Record<StepId, (deps: JourneyDeps) => Router>> = {
  contractor: contractorRoutes,
  entity: entityRoutes,
  job: jobRoutes,
  quote: quoteRoutes,
  application: applicationRoutes,
};

export function onboardingRoutes(deps: OnboardingDeps): Router {
  const router = Router();
  const steps = Object.values(PAGES).map((routes) => routes(deps));
  router.use(homeRoutes(deps));
  router.use(patterns.onboarding, ...steps, overviewRoutes(deps));
  return router;
}
