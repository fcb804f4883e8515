import { wordOf } from '../../coverage/states';
import type { StateTag } from '../journey/state-words';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import { applicationState } from '../application/state';
import { isQuoteIneligible, isQuoteStale } from '../journey/steps';

export type QuoteState = 'stale' | 'refused' | 'not_eligible' | 'eligible';

/** What an onboarding's quote is good for; null where there is none. `refused`: by the application made for it. */
export function quoteState(onboarding: ListedOnboarding): QuoteState | null {
  if (onboarding.quote === null) return null;
  if (isQuoteStale(onboarding)) return 'stale';
  if (applicationState(onboarding) === 'refused') return 'refused';
  return isQuoteIneligible(onboarding) ? 'not_eligible' : 'eligible';
}

/** The words for it, those of coverage where it decides that. */
export const QUOTE_TAGS: Readonly<Record<QuoteState, StateTag>> = {
  stale: { text: 'Out of date', tone: 'warning' },
  refused: { text: wordOf('refused'), tone: 'danger' },
  not_eligible: { text: wordOf('not_eligible'), tone: 'danger' },
  eligible: { text: 'Eligible', tone: 'success' },
};
