import { Router } from 'express';
import type { SandboxContext } from '../context';
import { controlOperations } from '../control/operations';
import { listDeliveries } from '../delivery/log';
import { scenarios } from '../scenarios';
import { clockWords } from './clock-words';
import { deliveryRow } from './delivery-rows';
import { eventRow } from './event-rows';
import { moment } from './format';
import { dashboardPage } from './navigation';
import { countsOf } from './object-pages';
import type { PageForms } from './page-forms';

const LATEST = 5;

/** `/`: where the API is, a key to use, how to try it, and what is going on. */
export function indexRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  const { objects, clock } = context;
  router.get('/', (req, res) => {
    res.render('index', {
      page: dashboardPage('Overview', 'Overview'),
      model: {
        ...forms.model(req, res, '/'),
        baseUrl: `${context.publicUrl()}/api/v1`,
        controlUrl: `${context.publicUrl()}/_sandbox`,
        apiKey: context.apiKey,
        clock: {
          now: moment(clock.now()),
          ahead: clockWords(clock),
        },
        kinds: countsOf(context),
        events: objects.page('event', { limit: LATEST }).map((event) => eventRow(context, event)),
        deliveries: listDeliveries(context, { limit: LATEST }).map(deliveryRow),
        scenarios: Object.values(scenarios),
        operations: controlOperations,
        accounts: context.otherAccounts().map((name) => ({ name, href: `/accounts/${name}/` })),
        key: context.account === null ? 't9k_test_' : `t9k_test_acct_${context.account}_`,
      },
    });
  });
  return router;
}
