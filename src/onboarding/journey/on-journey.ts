import type { Request, RequestHandler } from 'express';
import { isId } from '../../lib/random';
import { NotFoundError } from '../../pages/page-errors';
import { newOnboarding } from '../../store/new-onboarding';
import { StepMissingError } from './guard';
import { Journey, type JourneyDeps } from './journey';
import type { StepId } from './steps';

/**
 * Makes a handler of a function on a journey: finds the onboarding, sends the operator to the step that is next
 * when this one cannot be done yet, and keeps the API calls whatever happens.
 */
export function onJourney(
  deps: JourneyDeps,
  place: StepId | 'overview',
  handle: (journey: Journey) => Promise<void>,
): RequestHandler {
  return async (req, res) => {
    const id = String(req.params.onboardingId);
    const onboarding = (await deps.store.onboardings.find(id)) ?? removedOne(deps, place, req, id);
    if (!onboarding) throw new NotFoundError('This onboarding');
    const journey = new Journey(deps, onboarding, place, req, res);
    try {
      journey.needStepsBefore();
      await handle(journey);
    } catch (error) {
      if (!(error instanceof StepMissingError)) throw error;
      const notice = { kind: 'info', text: `Do this step first: the ${place} needs it.` } as const;
      journey.redirect(deps.paths.step(onboarding.id, error.step), notice);
    } finally {
      journey.saveCalls();
    }
  };
}

/** What was typed for an onboarding that is not there any more is not lost (see submit.ts). */
function removedOne(deps: JourneyDeps, place: StepId | 'overview', req: Request, id: string) {
  const isForm = place === 'contractor' && (req.method === 'POST' || req.unsent) && isId(id);
  return isForm ? newOnboarding(id, '', deps.now()) : null;
}
