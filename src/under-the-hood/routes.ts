/** One call of the API, with all that is to be said of it. The list of calls under the hood of each page leads here. */
import { Router } from 'express';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { callModel, type CallModel } from './call-model';
import type { AllFields } from './fields';
import type { RecentCalls } from './recent-calls';
import type { SampleApi } from './samples';

export interface CallDeps extends PageOptions, SampleApi {
  recentCalls: Pick<RecentCalls, 'find'>;
  fields: () => AllFields;
}

interface CallView {
  call: CallModel;
  backHref: string;
}
export const callView = view<CallView>('under-the-hood/call');

export function callRoutes(deps: CallDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/calls/:call', async (req, res) => {
    const onboarding = String((req.params as Record<string, string>)['onboardingId']);
    const call = await deps.recentCalls.find(onboarding, String(req.params['call']));
    if (!call) throw new NotFoundError('This call');
    render(
      res,
      callView,
      deps,
      { title: `${call.method} ${call.path}`, scripts: ['copy.js'], withForms: false },
      { call: callModel(call, deps, deps.fields()), backHref: deps.paths.onboarding(onboarding) },
    );
  });
  return router;
}
