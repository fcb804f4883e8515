import type { Notice } from '../../pages/notice';
import { hasOpenLink } from '../application/state';
import { nextPath } from './guard';
import type { Journey } from './journey';
import type { OnboardingRow } from '../../store/onboardings';
import type { SharedKind } from './save-object';
import { isFinished, isQuoteStale } from './steps';

/** Goes on after an object was saved. The next page says so, and what the change affects. */
export function goOn(journey: Journey, saved: SharedKind): void {
  journey.redirect(nextPath(journey.onboarding, journey.deps.paths), noticeOfSaved(journey, saved));
}

function noticeOfSaved({ onboarding, before }: Journey, saved: SharedKind): Notice {
  const text = `The ${saved} is saved.`;
  const stale = isQuoteStale(onboarding);
  if (before.job_id !== null && onboarding.job_id === null) {
    const then = stale ? ', and then the quote has to be fetched again' : '';
    return {
      kind: 'warning',
      text: `${text} The job belongs to the entity chosen before, so another job is needed${then}.${oldLink(onboarding)}`,
    };
  }
  if (!stale) return { kind: 'success', text };
  return {
    kind: 'warning',
    text: `${text} The quote was made before this change: fetch it again before going on.${oldLink(onboarding)}`,
  };
}

const oldLink = (onboarding: OnboardingRow) =>
  hasOpenLink(onboarding) ? ' Until then the link handed over to the contractor leads to the old quote.' : '';

/** What became of an application link that was handed over before the quote changed. */
export function noticeOfLink(ended: boolean): Notice {
  const text = ended
    ? 'The quote has changed, so the application link handed over before has ended. Create a new session and send the new link.'
    : 'The quote has changed, but the application link handed over before could not be ended. It still works, and stands for the changed quote.';
  return { kind: 'warning', text };
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

/** What choosing another entity brings about, in the words of its page; empty where it brings nothing about. */
export function effectOfOtherEntity({ entity_id, job_id, quote_id }: OnboardingRow): string {
  if (entity_id === null || job_id === null) return '';
  const then = quote_id === null ? '' : ', and then another quote';
  return `A job belongs to its entity: with another entity this onboarding needs another job${then}.`;
}
