import { hasOpenLink } from './application/state';
import { nextPath, nextStep } from './guard';
import type { Journey } from './journey';
import type { OnboardingRow } from '../store/onboardings';
import { isFinished, isQuoteStale, type StepId } from './steps';

interface Notice {
  kind: 'success' | 'info' | 'warning';
  text: string;
}

/** Goes on after an object was saved, and lets the next page say what the change affects. */
export async function goOn(journey: Journey, saved: StepId): Promise<void> {
  const next = nextStep(journey.onboarding);
  const path = nextPath(journey.onboarding);
  await journey.redirect(next?.id === saved ? path : `${path}?saved=${saved}`);
}

/** What a page says about the step that was saved before it, or about the step that has to be done first. */
export function noticeOf(journey: Journey): Notice | null {
  const { saved, needed_for: neededFor, link: handedOver } = journey.req.query;
  if (typeof handedOver === 'string' && Object.hasOwn(LINK, handedOver)) {
    return { kind: 'warning', text: LINK[handedOver as keyof typeof LINK] };
  }
  if (typeof neededFor === 'string' && Object.hasOwn(LABEL, neededFor)) {
    return { kind: 'info', text: `Do this step first: ${LABEL[neededFor as StepId]} needs it.` };
  }
  if (typeof saved !== 'string' || !Object.hasOwn(LABEL, saved)) return null;
  const label = LABEL[saved as StepId];
  const text = `${label.charAt(0).toUpperCase()}${label.slice(1)} is saved.`;
  if (!isQuoteStale(journey.onboarding)) return { kind: 'success', text };
  const link = hasOpenLink(journey.onboarding)
    ? ' Until then the link handed over to the contractor leads to the old quote.'
    : '';
  return {
    kind: 'warning',
    text: `${text} The quote was made before this change: fetch it again before going on.${link}`,
  };
}

/** What changing an object affects, in the words of its page. `because`: what the object has to do with the quote. */
export function effectOfChange(onboarding: OnboardingRow, because: string): string {
  if (isFinished(onboarding)) return 'A policy that was issued does not change.';
  if (onboarding.quote_id === null) return '';
  const link = hasOpenLink(onboarding)
    ? ' A link handed over to the contractor leads to the old quote until then; if the new quote differs, the link ends and a new one has to be sent.'
    : '';
  return `${because}, so the quote has to be fetched again afterwards.${link}`;
}

/** What became of an application link that was handed over before the quote changed. */
const LINK = {
  ended:
    'The quote has changed, so the application link handed over before has ended. Create a new session and send the new link.',
  kept: 'The quote has changed, but the application link handed over before could not be ended. It still works, and stands for the changed quote.',
} as const;

const LABEL: Readonly<Record<StepId, string>> = {
  contractor: 'the contractor',
  entity: 'the entity',
  job: 'the job',
  quote: 'the quote',
  application: 'the application',
};
