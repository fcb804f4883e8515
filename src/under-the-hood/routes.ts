/** One call of the API, with all that is to be said of it. The list of calls under the hood of each page leads here. */
import { Router } from 'express';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { Store } from '../store/store';
import { callModel, type CallModel } from './call-model';
import type { AllFields } from './fields';
import type { RecentCalls } from './recent-calls';
import type { SampleApi } from './sample';

export interface CallDeps extends PageOptions, SampleApi {
  recentCalls: Pick<RecentCalls, 'find'>;
  store: Pick<Store, 'onboardings' | 'contractors'>;
  fields: () => AllFields;
}

interface CallView {
  call: CallModel;
  back: { text: string; href: string };
}
export const callView = view<CallView>('under-the-hood/call');

export function callRoutes(deps: CallDeps): Router {
  const router = Router();
  router.get(patterns.call, async (req, res) => {
    const { subject, key } = req.params;
    const call = await deps.recentCalls.find(subject, key);
    if (!call) throw new NotFoundError('This call');
    render(
      res,
      callView,
      deps,
      { title: `${call.method} ${call.path}`, scripts: ['copy.js'], withForms: false, hood: null },
      { call: callModel(call, deps, deps.fields()), back: await backFrom(subject, deps) },
    );
  });
  return router;
}

/** The page of what the call is of. */
async function backFrom(subject: string, { store, paths }: CallDeps): Promise<CallView['back']> {
  if (await store.onboardings.find(subject)) return { text: 'Onboarding', href: paths.onboarding(subject) };
  if (await store.contractors.find(subject)) return { text: 'Contractor', href: paths.contractor(subject) };
  return { text: 'Onboardings', href: paths.home };
}
