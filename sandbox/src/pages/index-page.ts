import { Router } from 'express';
import type { SandboxContext } from '../context';
import { nextDue } from '../control/next-due';
import { listDeliveries } from '../delivery/log';
import { whatIsOn } from '../switches';
import { clockWords } from './clock-words';
import { deliveryRow } from './delivery-rows';
import { eventRow } from './event-rows';
import { moment } from './format';
import { dashboardPage } from './navigation';
import { countsOf } from './object-pages';
import type { PageForms } from './page-forms';
import { span } from './span';

const LATEST = 5;

/** What happens by itself next. */
function nextOf(context: SandboxContext) {
  const [next] = nextDue(context, 1);
  return next ? { title: next.title, in: span(Math.max(1, (next.at - context.clock.now()) / 1000)) } : null;
}

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
        apiKey: context.apiKey,
        clock: {
          now: moment(clock.now()),
          ahead: clockWords(clock),
          next: nextOf(context),
        },
        faults: whatIsOn(context.switches),
        kinds: countsOf(context),
        events: objects.page('event', { limit: LATEST }).map((event) => eventRow(context, event)),
        deliveries: listDeliveries(context, { limit: LATEST }).map(deliveryRow),
        accounts: context.otherAccounts().map((name) => ({ name, href: `/accounts/${name}/` })),
        key: context.account === null ? 't9k_test_' : `t9k_test_acct_${context.account}_`,
      },
    });
  });
  return router;
}
