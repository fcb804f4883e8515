/** The pages about compliance, for operators. */
import { Router } from 'express';
import { boardRoutes, type BoardDeps } from './board/routes';
import { todoRoutes } from './board/todo-page';
import { gatePageRoutes, type GatePageDeps } from './gate-page';
import { gateRoutes, type GateRouteDeps } from './gate-routes';
import { hookPageRoutes, type HookPageDeps } from './hook/page';
import { keyRoutes, type KeyDeps } from './keys';

export type ComplianceDeps = GatePageDeps & GateRouteDeps & KeyDeps & HookPageDeps & BoardDeps;

export function complianceRoutes(deps: ComplianceDeps): Router {
  const router = Router();
  router.use(boardRoutes(deps), todoRoutes(deps));
  router.use(keyRoutes(deps), gatePageRoutes(deps), hookPageRoutes(deps), gateRoutes(deps));
  return router;
}
