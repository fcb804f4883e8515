import type { Request, Response } from 'express';
import type { Knowledge } from '../contractors/known/knowledge';
import { sayOnNextPage } from '../pages/notice';
import type { PageOptions } from '../pages/page';
import { OWN_WORDS } from '../own-words';
import { explainError } from '../policy-api/error-catalog';
import { PolicyApiError } from '../policy-api/errors';
import { Kit, type KitDeps } from './kit';
import { pressAs } from './press';
import { DemoProblem, ifProblem } from './problem';
import type { Scenario } from './scenario';
import { keepScene, nextMoment, sceneOf } from './scene';
import { takeBack, type TakeBackDeps } from './take-back';

export interface PlayDeps extends KitDeps {
  pages: PageOptions;
  store: KitDeps['store'] & TakeBackDeps['store'];
  knowledge: TakeBackDeps['knowledge'] & Pick<Knowledge, 'at'>;
  newKey: () => string;
  demoHome: string;
}

/** The operator's kit, for what follows this request. */
export const kitOf = (deps: PlayDeps, req: Request, res: Response): Kit =>
  new Kit(deps, pressAs(req, res, deps.pages, deps.newKey));

/**
 * Prepares a scenario, up to the point that matters; or says why not on the next page, with nothing half made. Gives back
 * where the operator is led.
 */
export async function play(deps: PlayDeps, scenario: Scenario, req: Request, res: Response): Promise<string> {
  const kit = kitOf(deps, req, res);
  try {
    // Those of a scenario before, or of somebody who tried them out.
    await kit.sandbox.switchFaultsOff();
    const { now, offset } = await kit.sandbox.clock();
    kit.began = now;
    kit.offset = offset;
    const { path, cast } = await scenario.prepare(kit);
    keepScene(req, { scenario, at: 0, cast });
    return path;
  } catch (error) {
    keepScene(req, null);
    const end = await takeBack(deps, kit);
    const text = `“${scenario.title}” could not be prepared, and ${end} ${reasonOf(error)}`;
    sayOnNextPage(req, deps.pages, { kind: 'warning', text });
    return deps.demoHome;
  }
}

/**
 * Lets the next thing of the scenario happen. `at`: the moment that was pressed; another tab may be further. Gives back
 * where the operator is led.
 */
export async function playNext(deps: PlayDeps, at: string, req: Request, res: Response): Promise<string> {
  const scene = sceneOf(req);
  const moment = scene && nextMoment(scene);
  if (!scene || !moment || String(scene.at) !== at) {
    const text = 'Nothing was pressed twice: this scenario has gone on, or has ended.';
    sayOnNextPage(req, deps.pages, { kind: 'info', text });
    return deps.demoHome;
  }
  try {
    const { path, cast } = await moment.act(kitOf(deps, req, res), scene.cast);
    keepScene(req, { ...scene, at: scene.at + 1, cast });
    return path;
  } catch (error) {
    const text = `That did not happen. ${reasonOf(error)} Press again, or play the scenario anew.`;
    sayOnNextPage(req, deps.pages, { kind: 'warning', text });
    return deps.demoHome;
  }
}

/** Ends what is being played. The faults that it set end with it; what it made stays. */
export async function endScene(deps: PlayDeps, req: Request, res: Response): Promise<void> {
  if (sceneOf(req)) await deps.sandbox.switchFaultsOff().catch(ifProblem);
  keepScene(req, null);
  res.redirect(303, deps.demoHome);
}

/** Whether it is no mistake of ours. */
export const isExpected = (error: unknown): error is DemoProblem | PolicyApiError =>
  error instanceof DemoProblem || error instanceof PolicyApiError;

/** What to tell of a failure. @throws whatever is a mistake of ours */
export function reasonOf(error: unknown): string {
  if (!isExpected(error)) throw error;
  if (error instanceof DemoProblem) return error.message;
  const { title, fix } = explainError(error, OWN_WORDS);
  return `${title}. ${fix}`;
}
