/** All calls of the API for an onboarding or a contractor, and one with all that is to be said of it. */
import { Router } from 'express';
import { keysetPage } from '../pages/keyset';
import { NotFoundError } from '../pages/page-errors';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { CallPlace, ListedCall } from '../store/api-calls';
import type { Store } from '../store/store';
import { callModel, type CallModel } from './call-model';
import type { AllFields } from './fields';
import { lineOf, type CallLine } from './hood';
import { callKey, type RecentCalls } from './recent-calls';
import type { SampleApi } from './sample';

export interface CallDeps extends PageOptions, SampleApi {
  recentCalls: Pick<RecentCalls, 'find' | 'page'>;
  store: Pick<Store, 'onboardings' | 'contractors'>;
  fields: () => AllFields;
}

interface CallView {
  call: CallModel;
  back: { text: string; href: string };
}
export const callView = view<CallView>('under-the-hood/call');

interface CallsView {
  back: { text: string; href: string };
  /** Each way to look at them. */
  ways: { text: string; href: string; isShown: boolean }[];
  rows: (CallLine & { whenText: string })[];
  previousHref: string | null;
  nextHref: string | null;
}
export const callsView = view<CallsView>('under-the-hood/calls');

const PAGE_SIZE = 50;

export function callRoutes(deps: CallDeps): Router {
  const router = Router();
  const { recentCalls, paths } = deps;
  router.get(patterns.calls, async (req, res) => {
    const { subject } = req.params;
    const back = await backFrom(subject, deps);
    if (back.href === paths.home) throw new NotFoundError('This onboarding or contractor');
    const [all, changing] = [paths.calls(subject), paths.changingCalls(subject)];
    const onlyChanges = req.query.only === 'changes';
    const { rows, ...pages } = await keysetPage<ListedCall, CallPlace>(req, {
      size: PAGE_SIZE,
      cursorIn,
      cursorOf: ({ at, id }) => `${at}.${id}`,
      read: ({ after: before, before: after, limit }) =>
        recentCalls.page(subject, onlyChanges, { before, after, limit }),
      href: onlyChanges ? changing : all,
    });
    const ways = [
      { text: 'All', href: all, isShown: !onlyChanges },
      { text: 'What changed something', href: changing, isShown: onlyChanges },
    ];
    render(
      res,
      callsView,
      deps,
      { title: 'API calls', withForms: false },
      { back, ways, rows: rows.map((row) => lineView(row, subject, paths)), ...pages },
    );
  });
  router.get(patterns.call, async (req, res) => {
    const { subject, key } = req.params;
    const call = await recentCalls.find(subject, key);
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

function lineView(call: ListedCall, subject: string, paths: CallDeps['paths']): CallsView['rows'][number] {
  const line = lineOf(call, false, paths.call(subject, callKey(call)));
  return { ...line, whenText: `${line.when.slice(0, 19).replace('T', ' ')} UTC` };
}

function cursorIn(text: string): CallPlace | null {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text);
  return match ? { at: Number(match[1]), id: Number(match[2]) } : null;
}

/** The page of what the call is of. */
async function backFrom(subject: string, { store, paths }: CallDeps): Promise<CallView['back']> {
  if (await store.onboardings.find(subject)) return { text: 'Onboarding', href: paths.onboarding(subject) };
  if (await store.contractors.find(subject)) return { text: 'Contractor', href: paths.contractor(subject) };
  return { text: 'Onboardings', href: paths.home };
}
