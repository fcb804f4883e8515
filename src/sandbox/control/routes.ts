import { Router } from 'express';
import { apiErrorHandler, unknownRoute } from '../api/errors';
import type { SandboxContext } from '../context';
import { scenarios } from '../scenarios';
import { parseJson, refuseOtherSites } from './body';
import { moveClock, viewClock } from './clock';

/**
 * Everything under `/_sandbox`: the sandbox itself, apart from the API it stands in for. JSON both ways; errors look
 * like those of the API. It needs no key, as it answers to this machine alone.
 */
export function controlRouter(context: SandboxContext): Router {
  const router = Router();
  router.use(refuseOtherSites, parseJson);
  router.get('/test-data', (_req, res) => void res.json(Object.values(scenarios)));
  router.get('/clock', (_req, res) => void res.json(viewClock(context)));
  router.post('/clock', (req, res) => void res.json(moveClock(context, req.body)));
  router.use(unknownRoute, apiErrorHandler(context.logger));
  return router;
}
