/** The page of the hook: whom the app tells of coverage, and what came of it. */
import { Router, type Request, type Response } from 'express';
import { counted, times } from '../../../lib/counted';
import { sayOnNextPage } from '../../pages/notice';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns, type Paths } from '../../paths';
import type { HookCursor, HookDelivery, HookDeliveryRepository } from '../../store/hook-deliveries';
import { momentOf } from '../../lib/moment';
import type { CoverageEventBody } from './event';
import type { HookSender } from './sender';

export const HOOK_PAGE_SIZE = 25;

export interface HookPageDeps extends PageOptions {
  store: { hookDeliveries: Pick<HookDeliveryRepository, 'page' | 'sendAgain'> };
  /** Null: no address is set. */
  hook: { url: string; sender: Pick<HookSender, 'sendTest' | 'soon'> } | null;
  /** Epoch milliseconds. */
  now: () => number;
}

interface HookView {
  url: string | null;
  /** What is set so that there is one. */
  setting: string;
  testAction: string;
  rows: ReturnType<typeof rowOf>[];
  firstHref: string | null;
  nextHref: string | null;
}
export const hookView = view<HookView>('compliance/hook');

export function hookPageRoutes(deps: HookPageDeps): Router {
  const { store, hook, paths, words } = deps;
  const nobody = `There is nobody to call: ${words.hookUrl} is not set.`;
  const router = Router();

  // Also at the addresses of its forms, which show it again where they were not sent.
  router.get([patterns.hook, patterns.testHook, patterns.sendAgain], (req, res) => show(deps, req, res));

  const answer = (req: Request, res: Response, kind: 'success' | 'warning', text: string) => {
    sayOnNextPage(req, deps, { kind, text });
    res.redirect(303, paths.hook);
  };

  router.post(patterns.testHook, async (req, res) => {
    if (!hook) return answer(req, res, 'warning', nobody);
    await hook.sender.sendTest();
    answer(req, res, 'success', 'A test is on its way. Reload this page to see what came of it.');
  });

  router.post(patterns.sendAgain, async (req, res) => {
    if (!hook) return answer(req, res, 'warning', nobody);
    const there = await store.hookDeliveries.sendAgain(String(req.params.deliveryId), deps.now());
    if (!there) return answer(req, res, 'warning', 'There is no such delivery any more.');
    hook.sender.soon();
    answer(
      req,
      res,
      'success',
      'It is sent again, with the same id. Reload this page to see what came of it.',
    );
  });

  return router;
}

async function show(deps: HookPageDeps, req: Request, res: Response): Promise<void> {
  const { store, hook, paths, words, now } = deps;
  const before = cursorOf(req.query.before);
  const found = await store.hookDeliveries.page({ limit: HOOK_PAGE_SIZE + 1, before });
  const rows = found.slice(0, HOOK_PAGE_SIZE);
  const last = rows.at(-1);
  const more = found.length > rows.length;
  const model: HookView = {
    url: hook?.url ?? null,
    setting: words.hook,
    testAction: paths.testHook,
    rows: rows.map((row) => rowOf(row, paths, now())),
    firstHref: before ? paths.hook : null,
    nextHref: more && last ? `${paths.hook}?before=${last.created_at}.${last.id}` : null,
  };
  render(res, hookView, deps, { title: 'Hook' }, model);
}

function cursorOf(value: unknown): HookCursor | null {
  const match = typeof value === 'string' ? /^(\d{1,15})\.(\w{1,64})$/.exec(value) : null;
  return match?.[1] && match[2] ? { createdAt: Number(match[1]), id: match[2] } : null;
}

const STATES: Readonly<Record<string, { text: string; tone: string }>> = {
  waiting: { text: 'Waiting', tone: 'info' },
  delivered: { text: 'Delivered', tone: 'success' },
  given_up: { text: 'Given up', tone: 'danger' },
};

function rowOf(row: HookDelivery, paths: Paths, now: number) {
  const { type, data } = JSON.parse(row.body) as CoverageEventBody;
  return {
    id: row.id,
    type,
    about: [data.contractor, data.job].filter((id) => id !== null),
    said:
      type === 'coverage.test'
        ? 'A test, about nobody'
        : `${data.state.replaceAll('_', ' ')}${data.covered ? '' : ', not covered'}`,
    made: momentOf(row.created_at, now),
    tag: STATES[row.state] ?? { text: row.state, tone: 'neutral' },
    outcome: outcomeOf(row, now),
    againAction: paths.sendAgain(row.id),
  };
}

/** What came of the last try, and when the next one is. */
function outcomeOf({ attempts, failure, state, send_after: next }: HookDelivery, now: number): string {
  if (state === 'delivered') return `Taken at try ${attempts}.`;
  const tried = failure === null ? '' : `${failure} Tried ${times(attempts)}. `;
  if (next === null) return `${tried}It is not tried any more.`;
  const seconds = Math.ceil((next - now) / 1000);
  if (seconds <= 0) return `${tried}It is on its way.`;
  const when = seconds < 120 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute');
  return `${tried}It is tried again in ${when}.`;
}
