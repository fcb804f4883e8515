/** Everything that operators do from the page of a contractor: each act is a folder, with pages of its own. */
import { Router } from 'express';
import { patterns } from '../paths';
import type { ActDeps } from './act/act';
import { assignmentRoutes } from './assignments/routes';
import { cardRoutes } from './card/routes';
import { certificateRoutes } from './certificates/routes';
import { invoiceRoutes } from './invoices/routes';
import { newJobRoutes } from './new-job/routes';
import { optInRoutes } from './opt-in/routes';
import { portalLinkRoutes } from './portal-link/routes';
import { policyRoutes } from './policies/routes';

/** The acts. Which comes first makes no difference. */
const ACTS: readonly ((deps: ActDeps) => Router)[] = [
  newJobRoutes,
  assignmentRoutes,
  policyRoutes,
  invoiceRoutes,
  certificateRoutes,
  cardRoutes,
  portalLinkRoutes,
  optInRoutes,
];

export function contractorActs(deps: ActDeps): Router {
  const router = Router();
  router.use(patterns.contractor, ...ACTS.map((routes) => routes(deps)));
  return router;
}
