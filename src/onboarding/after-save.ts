import { nextPath, nextStep } from './guard';
import type { Journey } from './journey';
import type { StepId } from './steps';

/** Goes on after an object was saved, and lets the next page say what the change affects. */
export async function goOn(journey: Journey, saved: StepId): Promise<void> {
  const next = nextStep(journey.onboarding);
  const path = nextPath(journey.onboarding);
  await journey.redirect(next?.id === saved ? path : `${path}?saved=${saved}`);
}

/** What a page says about the step that was saved before it, or about the step that has to be done first. */
export function noticeOf(journey: Journey): { kind: 'success' | 'info' | 'warning'; text: string } | null {
  const { saved, needed_for: neededFor } = journey.req.query;
  if (typeof neededFor === 'string' && Object.hasOwn(LABEL, neededFor)) {
    return { kind: 'info', text: `Do this step first: ${LABEL[neededFor as StepId]} needs it.` };
  }
  if (typeof saved !== 'string' || !Object.hasOwn(LABEL, saved)) return null;
  const label = LABEL[saved as StepId];
  const text = `${label.charAt(0).toUpperCase()}${label.slice(1)} is saved.`;
  return journey.onboarding.quote_stale === 1
    ? {
        kind: 'warning',
        text: `${text} The quote was made before this change: fetch it again before going on.`,
      }
    : { kind: 'success', text };
}

const LABEL: Readonly<Record<StepId, string>> = {
  contractor: 'the contractor',
  entity: 'the entity',
  job: 'the job',
  quote: 'the quote',
  application: 'the application',
};
