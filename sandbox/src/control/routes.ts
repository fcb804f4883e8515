import { Router } from 'express';
import { apiErrorHandler, unknownRoute } from '../api/errors';
import type { SandboxContext } from '../context';
import { scenarios } from '../scenarios';
import { exportState } from '../state/export';
import { parseJson, parseWholeState, refuseOtherSites } from './body';
import { answerAct, answerTrigger } from './acts';
import { addExternalUploads } from './external-uploads';
import { answerRule } from './certificates';
import { addCategory, approveCategory, listCategories } from './category-codes';
import { moveClock, viewClock } from './clock';
import { answerDeliveries, answerDelivery, answerResend } from './deliveries';
import { addFraming } from './framing';
import { listEndpoints, updateEndpoint } from './endpoints';
import {
  createRequirement,
  deleteRequirement,
  findRequirement,
  listRequirements,
  updateRequirement,
  viewRequirement,
} from './requirements';
import { answerCall, answerCalls, answerExpectation, clearJournal } from './journal';
import { answerImport, answerReset, answerSeed } from './state';
import { addOrganisation } from './organisation';
import { addPaymentSessions } from './payment-sessions';
import { addSwitches } from './switches';

/**
 * Everything under `/_sandbox`: the sandbox itself, apart from the API it stands in for. JSON both ways; errors look
 * like those of the API. It needs no key, as it answers to this machine alone.
 */
export function controlRouter(context: SandboxContext): Router {
  const router = Router();
  router.use(refuseOtherSites);
  router.post('/import', parseWholeState, (req, res) => void res.json(answerImport(context, req.body)));
  router.use(parseJson);
  router.get('/test-data', (_req, res) => void res.json(Object.values(scenarios)));
  router.get('/clock', (_req, res) => void res.json(viewClock(context)));
  router.post('/clock', (req, res) => void res.json(moveClock(context, req.body)));
  addState(router, context);
  addCategoryCodes(router, context);
  addRequirements(router, context);
  addExternalUploads(router, context);
  router.post('/certificates/:id/rules/:rule/approve', (req, res) => {
    res.json(answerRule(context, req.params.id, req.params.rule));
  });
  addWebhooks(router, context);
  addJournal(router, context);
  addSwitches(router, context);
  addOrganisation(router, context);
  addPaymentSessions(router, context);
  addFraming(router, context);
  router.post('/trigger', async (req, res) => void res.json(await answerTrigger(context, req.body)));
  // Last: any other name of two parts is one of the above.
  router.post('/:plural/:id/:act', (req, res) => {
    const { plural, id, act } = req.params;
    res.json(answerAct(context, plural, id, act));
  });
  router.use(unknownRoute, apiErrorHandler(context.logger));
  return router;
}

function addState(router: Router, context: SandboxContext): void {
  router.post('/reset', (req, res) => void res.json(answerReset(context, req.body)));
  router.post('/seed', async (_req, res) => void res.json(await answerSeed(context)));
  router.get('/export', (_req, res) => {
    res.attachment('sandbox-state.json').json(exportState(context));
  });
}

function addCategoryCodes(router: Router, context: SandboxContext): void {
  router.get('/category-codes', (_req, res) => void res.json(listCategories(context)));
  router.post('/category-codes', (req, res) => void res.status(201).json(addCategory(context, req.body)));
  router.post('/category-codes/:code/approve', (req, res) => {
    res.json(approveCategory(context, req.params.code));
  });
}

function addRequirements(router: Router, context: SandboxContext): void {
  router.get('/requirements', (_req, res) => void res.json(listRequirements(context)));
  router.post('/requirements', (req, res) => {
    res.status(201).json(createRequirement(context, req.body));
  });
  const one = router.route('/requirements/:id');
  one.get((req, res) => {
    res.json(viewRequirement(context, findRequirement(context, req.params.id)));
  });
  one.put((req, res) => void res.json(updateRequirement(context, req.params.id, req.body)));
  one.delete((req, res) => void res.json(deleteRequirement(context, req.params.id)));
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

function addJournal(router: Router, context: SandboxContext): void {
  router.get('/journal', (req, res) => void res.json(answerCalls(context, req)));
  router.get('/journal/:id', (req, res) => void res.json(answerCall(context, req.params.id)));
  router.delete('/journal', (_req, res) => void res.json(clearJournal(context)));
  router.post('/journal/expect', (req, res) => void res.json(answerExpectation(context, req.body)));
}
