/** The list of onboardings while there are none: what can be seen here, and the press that shows it. */
import type { RequestHandler } from 'express';
import { livePage, type LivePage, type LiveStore } from '../live/topics';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import type { PolicyApi } from '../policy-api/client';
import { orNull } from '../policy-api/or-null';
import type { OnboardingLists } from '../store/onboarding-lists';
import { cardOf } from './menu';
import type { DemoPaths } from './paths';
import { SCENARIOS } from './scenarios/all';

export interface WelcomeDeps {
  pages: PageOptions;
  store: LiveStore & { lists: Pick<OnboardingLists, 'counts'> };
  newId: () => string;
  demo: DemoPaths;
}

type Card = ReturnType<typeof cardOf>;

interface WelcomeView {
  live: LivePage;
  first: Card;
  others: Card[];
  startAction: string;
  newId: string;
  loadAction: string;
}
export const welcomeView = view<WelcomeView>('demo/welcome');

export function welcome({ pages, store, newId, demo }: WelcomeDeps): RequestHandler {
  return async (req, res, next) => {
    if (req.query.show !== undefined || (await isInUse(store))) return next();
    const live = await livePage('onboardings', store, pages.paths);
    const [first, ...others] = SCENARIOS.map((scenario) => cardOf(scenario, demo));
    if (!first) return next();
    const settings = { title: 'Onboardings', scripts: ['live.js'] };
    const { onboardings: startAction } = pages.paths;
    const model = { live, first, others, startAction, newId: newId(), loadAction: demo.load };
    render(res, welcomeView, pages, settings, model);
  };
}

/** Whether the API has anything, as far as it answers. */
export async function hasObjects(api: Pick<PolicyApi, 'listContractors' | 'listEntities'>): Promise<boolean> {
  const lists = [api.listContractors({ limit: 1 }), api.listEntities({ limit: 1 })];
  const first = await Promise.all(lists.map((list: Promise<unknown[]>) => orNull(list)));
  return first.some((list) => list !== null && list.length > 0);
}

/** Whether there is any onboarding. */
export async function isInUse({ lists }: WelcomeDeps['store']): Promise<boolean> {
  const counts = await lists.counts();
  return Object.values(counts).some((count) => count > 0);
}
