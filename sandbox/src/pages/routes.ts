import { Router } from 'express';
import type { SandboxContext } from '../context';
import { certificateReviewRouter } from './certificate-review';
import { clockRouter } from './clock-page';
import { controlPageRouter } from './control-page';
import { deliveryRouter } from './delivery-pages';
import { eventRouter } from './event-pages';
import { faultsRouter } from './faults-page';
import { indexRouter } from './index-page';
import { journalRouter } from './journal-pages';
import { objectRouter } from './object-pages';
import { organisationRouter } from './organisation-page';
import { createPageForms } from './page-forms';
import { requirementRouter } from './requirement-pages';
import { stateRouter } from './state-pages';
import { testDataRouter } from './test-data-page';

/** The pages for developers: what the sandbox holds and does, and the buttons to change that. */
export function pageRouter(context: SandboxContext): Router {
  const forms = createPageForms(context);
  return Router().use(
    indexRouter(context, forms),
    stateRouter(context, forms),
    objectRouter(context, forms),
    requirementRouter(context, forms),
    certificateReviewRouter(context, forms),
    eventRouter(context, forms),
    deliveryRouter(context, forms),
    journalRouter(context, forms),
    faultsRouter(context, forms),
    clockRouter(context, forms),
    organisationRouter(context, forms),
    testDataRouter(),
    controlPageRouter(context),
  );
}
