import { Router } from 'express';
import type { Journey, JourneyDeps } from './journey';
import { onJourney } from './on-journey';
import type { StepId } from './steps';

/** A form of a step. */
export interface StepForm<Page> {
  /** Opens its page, with nothing typed yet. */
  open: (journey: Journey) => Promise<void> | void;
  /** The page with what was typed into the form. */
  typed: (journey: Journey) => Page;
  show: (journey: Journey, page: Page) => Promise<void>;
  /** Does what the form is for. */
  send: (journey: Journey, page: Page) => Promise<void>;
}

/** The address that a choice is sent to, opened by itself: by the address bar, say. */
export function openStep({ req, res }: Journey): void {
  res.redirect(303, `${req.baseUrl}${req.path}`.replace(/\/existing$/, ''));
}

/** Where a choice from a list is sent to: with the page of the list, which is shown if the form comes back. */
export function choiceAction({ req }: Journey, action: string): string {
  const query = new URLSearchParams();
  for (const name of ['after', 'jobs_page']) {
    const { [name]: page } = req.query;
    if (typeof page === 'string') query.set(name, page);
  }
  return `${action}/existing${query.size === 0 ? '' : `?${query.toString()}`}`;
}

/** The routes of a form, which is sent to the address that its page is at. One that was not sent is shown again there. */
export function formRoutes<Page>(
  deps: JourneyDeps,
  step: StepId,
  path: string,
  { open, typed, show, send }: StepForm<Page>,
): Router {
  const router = Router({ mergeParams: true });
  router.get(
    path,
    onJourney(deps, step, async (journey) =>
      journey.req.unsent ? show(journey, typed(journey)) : open(journey),
    ),
  );
  router.post(
    path,
    onJourney(deps, step, (journey) => send(journey, typed(journey))),
  );
  return router;
}
