/**
 * DEMO ONLY: what demonstrates the app with its own local sandbox. It speaks with that over HTTP alone, and does what an
 * operator's presses would. Nothing of the app needs it: leave the folder out, and its line in app.ts.
 */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import { fieldOf } from '../forms/form';
import { NotFoundError } from '../pages/page-errors';
import { sayOnNextPage } from '../pages/notice';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import type { Store } from '../store/store';
import { SandboxControl } from './control';
import { Loader } from './data/loader';
import { PRESETS } from './faults';
import { cardOf, CLOCK_STEPS, menuModel, menuView } from './menu';
import { pageBefore } from './page-before';
import { demoPathsUnder } from './paths';
import type { Presenting } from './presenter/presenting';
import { presenterRoutes } from './presenter/routes';
import { Epoch, type EpochDeps } from './epoch';
import { endScene, kitOf, play, playNext, isExpected, reasonOf, type PlayDeps } from './play';
import { DemoProblem } from './problem';
import { SCENARIO_NAMES, type Scenario } from './scenario';
import { scenarioNamed } from './scenarios/all';
import { keepScene } from './scene';
import { hasObjects, isInUse, welcome } from './welcome';

export interface DemoDeps extends Pick<PlayDeps, 'pages' | 'knowledge' | 'newId' | 'newKey'> {
  api: PolicyApi;
  /** `http://host:port/api/v1` of the local sandbox. */
  apiBase: string;
  store: Store;
  forgetCalls: () => void;
  monotonicMs: () => number;
  /** Epoch milliseconds. */
  now: () => number;
  presenting: Presenting;
  webhookState: EpochDeps['webhookState'];
  applicationHosts: readonly string[];
  logger: Pick<Logger, 'warn'>;
}

interface CardView {
  card: ReturnType<typeof cardOf>;
}
export const resetView = view<{ action: string }>('demo/reset');
export const scenarioView = view<CardView>('demo/scenario');

const at = demoPathsUnder('');

export function demoRoutes(deps: DemoDeps): Router {
  const { pages, store, newId } = deps;
  const demo = demoPathsUnder(pages.paths.home.replace(/\/$/, ''));
  const sandbox = new SandboxControl(deps.apiBase);
  const playing: PlayDeps = { ...deps, paths: pages.paths, sandbox, demoHome: demo.home };
  const router = Router();

  const epoch = new Epoch({ ...deps, sandbox });
  let failure: string | null = null;
  const loader = new Loader(epoch, (error) => {
    const reason = isExpected(error) ? reasonOf(error) : 'The log says why.';
    failure = `The demo set could not be loaded to its end. ${reason} What was made so far is here.`;
    deps.logger.warn({ reason, err: error }, 'the demo set could not be loaded to its end');
  });
  router.use(epoch.beforePages);
  router.get(patterns.home, welcome({ pages, store, newId, demo }));
  // At the addresses of its forms too, which show it again where they were not sent.
  router.get([at.home, at.next, at.end, at.clock, at.faults, at.faultsOff], async (req, res) => {
    if (failure !== null) {
      sayOnNextPage(req, pages, { kind: 'warning', text: failure });
      failure = null;
      return res.redirect(303, demo.home);
    }
    const { progress } = loader;
    // Without a script, too, it is seen how far the set is loaded.
    if (progress) res.set('Refresh', '1');
    render(res, menuView, pages, { title: 'Demo' }, await menuModel(sandbox, demo, progress));
  });
  // The clock is on its way through the past: nothing else is played meanwhile.
  const unlessLoading: RequestHandler = (req, res, next) => {
    if (!loader.progress) return next();
    const text = 'The demo set is being loaded. Wait for it, or stop it.';
    sayOnNextPage(req, pages, { kind: 'info', text });
    res.redirect(303, demo.home);
  };
  router.use([at.next, at.clock, ...SCENARIO_NAMES.map(at.scenario)], unlessLoading);
  router.use([at.presentAct('next'), at.presentAct('play'), at.presentAct('clock')], unlessLoading);
  router.use(presenterRoutes({ ...deps, playing, sandbox, demo, clockOn: () => moveClock(playing, 'day') }));
  router.post(at.next, async (req, res) => {
    res.redirect(303, await playNext(playing, fieldOf(req, 'at'), req, res));
  });
  router.post(at.end, (req, res) => endScene(playing, req, res));
  router.post(
    at.clock,
    answer(pages, demo.home, (req) => moveClock(playing, fieldOf(req, 'step'))),
  );
  router.post(
    at.faults,
    answer(pages, demo.home, (req) => switchOn(sandbox, fieldOf(req, 'preset'))),
  );
  router.post(
    at.faultsOff,
    answer(pages, demo.home, () => switchOff(sandbox)),
  );
  router.get(at.reset, (_req, res) => {
    render(res, resetView, pages, { title: 'Reset the demo' }, { action: demo.reset });
  });
  router.post(at.reset, async (req, res) => {
    keepScene(req, null);
    const toDemo = fieldOf(req, 'to') === 'demo';
    const text = await (toDemo ? loader.start(kitOf(playing, req, res)) : loader.empty(sandbox)).then(
      () => (toDemo ? null : 'The app and its sandbox are empty.'),
      reasonOf,
    );
    if (text !== null) sayOnNextPage(req, pages, { kind: 'info', text });
    res.redirect(303, toDemo ? demo.home : pages.paths.home);
  });
  router.get([at.load, at.stop], (_req, res) => res.redirect(303, demo.home));
  // What is there would be lost: nothing is asked only where the app and its sandbox are empty.
  router.post(at.load, async (req, res) => {
    const isThere = (await isInUse(store)) || (await hasObjects(deps.api));
    if (isThere && !loader.progress) return res.redirect(303, demo.reset);
    const failed = await loader.start(kitOf(playing, req, res)).then(() => null, reasonOf);
    if (failed !== null) sayOnNextPage(req, pages, { kind: 'warning', text: failed });
    res.redirect(303, demo.home);
  });
  router.post(at.stop, async (req, res) => {
    await loader.stop();
    sayOnNextPage(req, pages, { kind: 'info', text: 'Stopped. What was made so far is here.' });
    res.redirect(303, pages.paths.home);
  });
  router.get('/demo/:scenario', async (req, res) => {
    const scenario = named(req);
    if (isOwnNavigation(req)) return res.redirect(303, await play(playing, scenario, req, res));
    render(res, scenarioView, pages, { title: scenario.title }, { card: cardOf(scenario, demo) });
  });
  router.post('/demo/:scenario', async (req, res) => {
    res.redirect(303, await play(playing, named(req), req, res));
  });
  return router;
}

function named(req: Request): Scenario {
  const scenario = scenarioNamed(req.params['scenario']);
  if (!scenario) throw new NotFoundError('This scenario');
  return scenario;
}

/** Whether the operator went to the address: typed it, or followed a link of ours. Nothing is played ahead, or from afar. */
function isOwnNavigation(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  const isAhead = /prefetch|prerender|preview/.test(`${req.get('sec-purpose')} ${req.get('purpose')}`);
  const isOwn = site === 'none' || site === 'same-origin';
  return isOwn && req.get('sec-fetch-mode') === 'navigate' && !isAhead && !req.unsent;
}

/** Does something at the sandbox, and goes back to the page that it was pressed on, which says what came of it. */
function answer(pages: DemoDeps['pages'], home: string, act: (req: Request) => Promise<string>) {
  return async (req: Request, res: Response): Promise<void> => {
    try {
      sayOnNextPage(req, pages, { kind: 'success', text: await act(req) });
    } catch (error) {
      sayOnNextPage(req, pages, { kind: 'warning', text: reasonOf(error) });
    }
    res.redirect(303, pageBefore(req, pages.paths.home) ?? home);
  };
}

async function moveClock({ sandbox, api }: PlayDeps, step: string): Promise<string> {
  const chosen = CLOCK_STEPS.find(({ value }) => value === step);
  if (!chosen) throw new DemoProblem('Choose how far the clock is to move.');
  const { now, next } = await sandbox.clock();
  if (step === 'next' && next === null)
    throw new DemoProblem('Nothing is due: there is nothing to move the clock to.');
  const real = Math.max(now, Math.floor(Date.now() / 1000));
  await sandbox.moveClock(chosen.by ?? (step === 'real' ? real : (next?.at ?? 0)));
  // Any answer tells the pages what the API's clock shows now.
  await api.listEvents({ limit: 1 }).catch(ifOfApi);
  return step === 'next' ? `The clock moved on. ${next?.title}.` : `The clock moved on: ${chosen.text}.`;
}

/** What is set to fail may fail. */
function ifOfApi(error: unknown): void {
  if (!(error instanceof PolicyApiError)) throw error;
}

async function switchOn(sandbox: SandboxControl, name: string): Promise<string> {
  const preset = PRESETS.find((one) => one.name === name);
  if (!preset) throw new DemoProblem('Choose what is to go wrong.');
  await preset.set(sandbox);
  return `${preset.text}: switched on, until it is switched off in the demo menu.`;
}

async function switchOff(sandbox: SandboxControl): Promise<string> {
  await sandbox.switchFaultsOff();
  return 'All faults are off.';
}
