import { Router } from 'express';
import { injectFaults } from '../api-faults/inject';
import type { SandboxContext } from '../context';
import { recordCalls } from '../journal/record';
import { varyAnswers } from '../variants/vary-answers';
import { authenticate } from './auth';
import { parseBody, readBody } from './body';
import { externalUploads } from './external-certificates/operations';
import { apiErrorHandler, notFound, unknownRoute } from './errors';
import { readPage } from './lists';
import { answerPreflight } from './preflight';
import { addResource, answerOnce, findOr404 } from './resource-router';
import { assignments } from './resources/assignments';
import { cancelByJob } from './resources/cancel-by-job';
import { listCategoryCodes } from './resources/category-codes';
import { certificates } from './resources/certificates';
import { contractors } from './resources/contractors';
import { entities } from './resources/entities';
import { events } from './resources/events';
import { invoices } from './resources/invoices';
import { jobs } from './resources/jobs';
import { paymentSessions } from './resources/payment-sessions';
import { policies } from './resources/policies';
import { quotes } from './resources/quotes';
import { sessions } from './resources/sessions';
import { webhookEndpoints } from './resources/webhook-endpoints';
import { createLoginLink } from '../portal/login-links';
import { viewPolicy } from '../insurance/policies';

/**
 * Everything under `/api/v1`: a key first, then the body, then the resource; all errors in the documented form. Faults
 * and variants that are on come in here. Every answer is dated by the sandbox's clock, so that callers can know it.
 */
export function apiRouter(context: SandboxContext): Router {
  const router = Router();
  router.use(recordCalls(context));
  router.use((_req, res, next) => {
    res.set('Date', new Date(context.clock.now()).toUTCString());
    next();
  });
  router.use(answerPreflight, varyAnswers(context), authenticate(context), parseBody, injectFaults(context));
  // Express would answer OPTIONS of an unknown address by itself, in plain text.
  router.options('/{*path}', unknownRoute);
  router.get('/category_codes', (_req, res) => void res.json(listCategoryCodes(context)));
  router.get('/contractors/:id/policies', (req, res) => {
    if (!context.objects.find('contractor', req.params.id)) {
      throw notFound(`There is no contractor with the id ${req.params.id}.`);
    }
    const page = readPage(req, 'policy', context.objects);
    page.lookup = { name: 'policy.contractor', value: req.params.id };
    res.json(context.objects.page('policy', page).map((policy) => viewPolicy(context, policy)));
  });
  router.post('/contractors/:id/login_link', (req, res) => {
    const execute = () => ({
      status: 200,
      body: createLoginLink(context, findOr404(context, contractors, req)),
    });
    return answerOnce(context, req, res, execute);
  });
  addResource(router, context, contractors);
  addResource(router, context, entities);
  addResource(router, context, jobs);
  addResource(router, context, quotes);
  addResource(router, context, sessions);
  addResource(router, context, policies);
  router.post('/assignments/cancel', (req, res) => {
    const execute = () => ({ status: 200, body: cancelByJob(context, readBody(req)) });
    return answerOnce(context, req, res, execute);
  });
  addResource(router, context, assignments);
  addResource(router, context, invoices);
  addResource(router, context, paymentSessions);
  addResource(router, context, certificates);
  for (const [name, execute] of Object.entries(externalUploads)) {
    router.post(`/files/external_certificates/${name}`, (req, res) => {
      return answerOnce(context, req, res, () => ({ status: 201, body: execute(context, readBody(req)) }));
    });
  }
  addResource(router, context, events);
  addResource(router, context, webhookEndpoints);
  router.use(unknownRoute);
  router.use(apiErrorHandler(context.logger));
  return router;
}
