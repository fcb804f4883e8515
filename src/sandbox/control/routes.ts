import { Router } from 'express';
import { apiErrorHandler, unknownRoute } from '../api/errors';
import type { SandboxContext } from '../context';
import { scenarios } from '../scenarios';
import { parseJson, refuseOtherSites } from './body';
import { moveClock, viewClock } from './clock';
import { answerDeliveries, answerDelivery, answerResend } from './deliveries';
import { listEndpoints, updateEndpoint } from './endpoints';
import { addSwitches } from './switches';

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
  addWebhooks(router, context);
  addSwitches(router, context);
  router.use(unknownRoute, apiErrorHandler(context.logger));
  return router;
}

function addWebhooks(router: Router, context: SandboxContext): void {
  router.get('/deliveries', (req, res) => void res.json(answerDeliveries(context, req)));
  router.get('/deliveries/:id', (req, res) => void res.json(answerDelivery(context, req.params.id)));
  router.post('/deliveries/:id/resend', (req, res) => void res.json(answerResend(context, req.params.id)));
  router.get('/webhook-endpoints', (_req, res) => void res.json(listEndpoints(context)));
  router.put('/webhook-endpoints/:id', (req, res) => {
    res.json(updateEndpoint(context, req.params.id, req.body));
  });
}
