/**
 * The presenter's page: the operator's page and the contractor's beside each other, each at its own address. They are in
 * frames, which pages of the two programs allow while somebody presents, and never else.
 */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { hostNameOf, isLoopbackHost } from '../../../lib/hosts';
import type { Knowledge } from '../../contractors/known/knowledge';
import { fieldOf } from '../../forms/form';
import { NotFoundError } from '../../pages/page-errors';
import { sayOnNextPage } from '../../pages/notice';
import type { PageOptions } from '../../pages/page';
import type { OnboardingRow } from '../../store/onboardings';
import { render } from '../../pages/view';
import { pageBefore } from '../page-before';
import { demoPathsUnder } from '../paths';
import { play, playNext, reasonOf, type PlayDeps } from '../play';
import { ifProblem } from '../problem';
import { sceneOf } from '../scene';
import { scenarioNamed } from '../scenarios/all';
import { LIFE_SECONDS } from './presenting';
import { Recorder } from './recording';
import { onboardingOf, presenterStartView, stageModel, stageView, type StageDeps } from './stage';

export interface PresenterDeps extends Omit<StageDeps, 'paths'> {
  pages: PageOptions;
  playing: PlayDeps;
  /** Lets a day pass at the sandbox. @throws DemoProblem */
  clockOn: () => Promise<unknown>;
  now: () => number;
  knowledge: Pick<Knowledge, 'at'>;
}

const at = demoPathsUnder('');

export function presenterRoutes(deps: PresenterDeps): Router {
  const { pages, playing, presenting, demo } = deps;
  const stage: StageDeps = { ...deps, paths: pages.paths };
  const recorder = new Recorder({ ...stage, pages });
  const router = Router();
  router.use(followOperator(deps, recorder));
  const showStart = (req: Request, res: Response) => {
    const elsewhere = besideSandbox(req, deps);
    render(res, presenterStartView, pages, { title: 'Present' }, { action: demo.present, elsewhere });
  };

  router.get(at.present, async (req, res) => {
    if (!presenting.isOn) return showStart(req, res);
    presenting.keep();
    // It may be away for a moment.
    await allow(deps).catch(ifProblem);
    letFrame(res, deps.applicationHosts);
    const model = await stageModel(req, stage);
    const title = model.title === null ? 'Presenting' : `Presenting: ${model.title}`;
    render(res, stageView, pages, { title, chrome: 'stage', scripts: ['presenter.js'] }, model);
  });
  router.post(at.present, async (req, res) => {
    if (besideSandbox(req, deps) !== null) return showStart(req, res);
    const before = pageBefore(req, pages.paths.home);
    const path = before === null || before.startsWith(demo.home) ? pages.paths.home : before;
    const onboarding = await onboardingOf(path, pages.paths, deps.store);
    try {
      recorder.clear();
      presenting.origin = `${req.protocol}://${req.get('host') ?? ''}`;
      presenting.begin(path, beginOf(onboarding, deps));
      await allow(deps);
      res.redirect(303, demo.present);
    } catch (error) {
      presenting.end();
      sayOnNextPage(req, pages, { kind: 'warning', text: reasonOf(error) });
      res.redirect(303, demo.home);
    }
  });
  router.post(at.presentAct('end'), async (_req, res) => {
    const shown = presenting.shown ?? pages.paths.home;
    presenting.end();
    recorder.clear();
    // It ends there by itself, too.
    await deps.sandbox.allowFraming(null, 0).catch(ifProblem);
    res.redirect(303, shown);
  });

  /** Something that the presenter presses; the page comes again, and shows what came of it. */
  const press = (path: string, act: (req: Request, res: Response) => unknown) =>
    router.post(path, async (req, res) => {
      if (presenting.isOn) await act(req, res);
      res.redirect(303, demo.present);
    });
  press(at.presentAct('back'), () => presenting.back());
  press(at.presentAct('next'), async (req, res) => {
    if (presenting.hasAfter) return presenting.forward();
    const path = await playNext(playing, fieldOf(req, 'at'), req, res);
    // Where it did not happen, what was shown before stays.
    if (path !== demo.home) presenting.show(path);
  });
  press(at.presentAct('play'), async (req, res) => {
    const scenario = scenarioNamed(fieldOf(req, 'scenario'));
    if (!scenario) throw new NotFoundError('This scenario');
    const began = deps.now();
    const path = await play(playing, scenario, req, res);
    if (path === demo.home) return;
    recorder.clear();
    presenting.begin(path, began);
  });
  press(at.presentAct('clock'), async (req) => {
    await deps.clockOn().catch((error: unknown) => {
      sayOnNextPage(req, pages, { kind: 'warning', text: reasonOf(error) });
    });
  });
  press(at.presentAct('type'), () => (presenting.isLarge = !presenting.isLarge));
  router.get(at.presentAct('recording'), async (req, res) => {
    if (!presenting.isOn) return res.redirect(303, demo.present);
    const { title, name } = sceneOf(req)?.scenario ?? { title: 'A walk', name: 'walk' };
    const file = await recorder.file(req, res, title);
    res.set('Content-Disposition', `attachment; filename="${name}.html"`).type('html').send(file);
  });
  // Where a form of these could not be sent, its page comes in its place.
  router.get(/^\/demo\/present\/(?:back|next|play|clock|type|end)$/, (_req, res) => {
    res.redirect(303, demo.present);
  });
  return router;
}

/** Notes which page the operator's frame shows, so that the contractor's follows it, and a reload finds it again. */
function followOperator({ presenting, demo }: PresenterDeps, recorder: Recorder): RequestHandler {
  return (req, res, next) => {
    // It ended by itself: nothing of it is kept any longer.
    if (!presenting.isOn) recorder.clear();
    const isFrame = req.get('sec-fetch-dest') === 'iframe' && presenting.isOn;
    if (!isFrame || req.method !== 'GET' || req.originalUrl.startsWith(demo.present)) return next();
    res.once('finish', () => {
      if (res.statusCode === 200) presenting.show(req.originalUrl);
    });
    recorder.watch(req, res, next);
  };
}

/** Lets the presenter's page show the sandbox's pages, for a while more. @throws DemoProblem */
async function allow({ sandbox, presenting }: PresenterDeps): Promise<void> {
  await sandbox.allowFraming(presenting.origin, LIFE_SECONDS);
}

/**
 * This page at the host name of the sandbox, where it came by another: browsers send no cookies into frames of another
 * host, and `localhost` is another than `127.0.0.1`. Null: it is there already.
 */
function besideSandbox(req: Request, { applicationHosts, demo }: PresenterDeps): string | null {
  const here = hostNameOf(req.get('host'));
  const [name] = localOf(applicationHosts).map(hostNameOf);
  if (!name || here === null || here === name || !isLoopbackHost(here)) return null;
  const url = new URL(demo.present, `${req.protocol}://${req.get('host')}`);
  url.hostname = name;
  return url.href;
}

/** What was said of an onboarding that was just started belongs to the walk. Epoch milliseconds. */
function beginOf(onboarding: OnboardingRow | undefined, { now, knowledge }: PresenterDeps): number {
  // Onboardings are dated by the API's clock, calls and webhooks by ours.
  const age = onboarding ? knowledge.at() * 1000 - onboarding.created_at : 0;
  return age < LIFE_SECONDS * 1000 ? now() - age : now();
}

const localOf = (hosts: readonly string[]): string[] =>
  hosts.filter((host) => isLoopbackHost(hostNameOf(host) ?? ''));

/** This page alone may have frames, of the two programs; and nobody may have it in one. */
function letFrame(res: Response, hosts: readonly string[]): void {
  const policy = String(res.getHeader('Content-Security-Policy')).replace(
    /frame-ancestors [^;]*/,
    "frame-ancestors 'none'",
  );
  const sources = ["'self'", ...localOf(hosts).map((host) => `http://${host}`)].join(' ');
  res.set({ 'Content-Security-Policy': `${policy};frame-src ${sources}`, 'X-Frame-Options': 'DENY' });
}
