/** The pages about compliance, for operators. */
import { Router } from 'express';
import { patterns } from '../paths';
import { gatePageRoutes, type GatePageDeps } from './gate-page';
import { gateRoutes, type GateRouteDeps } from './gate-routes';
import { hookPageRoutes, type HookPageDeps } from './hook/page';
import { keyRoutes, type KeyDeps } from './keys';

export type ComplianceDeps = GatePageDeps & GateRouteDeps & KeyDeps & HookPageDeps;

export function complianceRoutes(deps: ComplianceDeps): Router {
  const router = Router();
  router.get(patterns.compliance, (_req, res) => res.redirect(303, deps.paths.gatePage));
  router.use(keyRoutes(deps), gatePageRoutes(deps), hookPageRoutes(deps), gateRoutes(deps));
  return router;
}
