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
  knowledge: Pick<Knowledge, 'at' | 'forgetOnboarding'>;
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
    const why = reasonOf(error);
    await kit.sandbox.switchFaultsOff().catch(ifProblem);
    const end = await takeBack(deps, kit);
    const moved = await stayedAhead(kit).catch(ifProblem);
    keepScene(req, null);
    const clock = moved ? ' The sandbox’s clock goes forward only, so it stays where this had moved it.' : '';
    const text = `“${scenario.title}” could not be prepared, and ${end}.${clock} ${why}`;
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
export function ifProblem(error: unknown): void {
  if (!(error instanceof DemoProblem)) throw error;
}

/** Whether it is no mistake of ours. */
export const isExpected = (error: unknown): error is DemoProblem | PolicyApiError =>
  error instanceof DemoProblem || error instanceof PolicyApiError;

/** What to tell of a failure. @throws whatever is a mistake of ours */
export function reasonOf(error: unknown): string {
  if (!isExpected(error)) throw error;
  if (error instanceof DemoProblem) return error.message;
  const { title, fix } = explainError(error);
  return `${title}. ${fix}`;
}

/**
 * Removes what was made so far, on both sides: also what the API made and could not answer any more. What the API has no
 * way to delete stays there: a quote, and its job. Gives back what became of it, in words.
 */
async function takeBack({ store, knowledge, api }: PlayDeps, kit: Kit): Promise<string> {
  for (const id of kit.started) {
    const row = await store.onboardings.find(id);
    if (!row) continue;
    await store.exclusively(id, ({ onboardings }) => onboardings.remove(id));
    await knowledge.forgetOnboarding(row);
  }
  try {
    const [contractors, jobs, entities, quotes] = await Promise.all([
      api.listContractors({ limit: MOST }),
      api.listJobs({ limit: MOST }),
      api.listEntities({ limit: MOST }),
      api.listQuotes({ limit: MOST }),
    ]);
    const isNew = ({ created }: { created: number | null }) => (created ?? 0) >= (kit.began ?? Infinity);
    const people = contractors.filter(({ email }) => kit.sent.has(email ?? ''));
    // By the contractor, whose address nobody else has: jobs of one name may be made in one second.
    const kept = quotes.some((quote) => people.some(({ id }) => id === quote.contractor));
    for (const one of people) await api.deleteContractor(one.id);
    for (const one of jobs.filter((job) => isNew(job) && kit.sent.has(job.name)))
      await orNull(api.deleteJob(one.id));
    for (const one of entities.filter((entity) => isNew(entity) && kit.sent.has(entity.name)))
      await orNull(api.deleteEntity(one.id));
    return kept
      ? 'was taken back, but for its quote and job, which the API does not delete'
      : 'was taken back';
  } catch (error) {
    if (error instanceof PolicyApiError) return 'what the API made of it could not be taken back';
    throw error;
  }
}

/** Whether the sandbox's clock was moved on since the scenario began: it cannot be put back. */
async function stayedAhead({ sandbox, offset }: Kit): Promise<boolean> {
  return offset !== null && (await sandbox.clock()).offset - offset > 1;
}

/** Of a list that may hold what was made last. */
const MOST = 100;
