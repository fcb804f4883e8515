import type { Request, Response } from 'express';
import type { Knowledge } from '../contractors/known/knowledge';
import { sayOnNextPage } from '../pages/notice';
import type { PageOptions } from '../pages/page';
import { explainError } from '../policy-api/error-catalog';
import { PolicyApiError } from '../policy-api/errors';
import { orNull } from '../policy-api/or-null';
import type { Store } from '../store/store';
import { Kit, type KitDeps } from './kit';
import { pressAs } from './press';
import { DemoProblem } from './problem';
import type { Scenario } from './scenario';
import { keepScene, nextMoment, sceneOf } from './scene';

export interface PlayDeps extends KitDeps {
  pages: PageOptions;
  store: KitDeps['store'] & Pick<Store, 'exclusively'>;
  knowledge: Pick<Knowledge, 'forgetOnboarding'>;
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
    const { path, cast } = await scenario.prepare(kit);
    keepScene(req, { scenario, at: 0, cast });
    return path;
  } catch (error) {
    const why = reasonOf(error);
    await kit.sandbox.switchFaultsOff().catch(ifProblem);
    await takeBack(deps, kit);
    keepScene(req, null);
    const text = `“${scenario.title}” could not be prepared, and was taken back. ${why}`;
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

/** For what has failed already: there is nothing more to be done. */
function ifProblem(error: unknown): void {
  if (!(error instanceof DemoProblem)) throw error;
}

/** What to tell of a failure. @throws whatever is a mistake of ours */
export function reasonOf(error: unknown): string {
  if (error instanceof DemoProblem) return error.message;
  if (!(error instanceof PolicyApiError)) throw error;
  const { title, fix } = explainError(error);
  return `${title}. ${fix}`;
}

/** Removes what was made so far, on both sides. What the API has no way to delete stays there: a quote, and its job. */
async function takeBack({ store, knowledge, api }: PlayDeps, kit: Kit): Promise<void> {
  for (const id of kit.started) {
    const row = await store.onboardings.find(id);
    if (!row) continue;
    const { contractor_id: contractor, job_id: job } = row;
    if (contractor !== null) await orNull(api.deleteContractor(contractor));
    if (job !== null) await orNull(api.deleteJob(job));
    await store.exclusively(id, ({ onboardings }) => onboardings.remove(id));
    await knowledge.forgetOnboarding(row);
  }
  for (const entity of kit.entities) await orNull(api.deleteEntity(entity));
}
