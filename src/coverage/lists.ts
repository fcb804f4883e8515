import { LISTS, type OnboardingRow } from '../store/onboardings';
import { isSettled, type ToldState } from './derive';

/** The list that an onboarding belongs to, as the column `done` names it: by its coverage, else by its quote. */
export function listFor(
  onboarding: Pick<OnboardingRow, 'coverage_state' | 'quote' | 'quote_stale'>,
): (typeof LISTS)[keyof typeof LISTS] {
  const { coverage_state: state, quote, quote_stale: stale } = onboarding;
  if (isSettled(state as ToldState)) return LISTS.done;
  if (state === 'refused') return LISTS.refused;
  const { eligible } = JSON.parse(quote ?? '{}') as { eligible?: boolean };
  return eligible === false && stale === 0 ? LISTS.refused : LISTS.in_progress;
}
