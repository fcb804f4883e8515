import { LISTS } from '../store/onboarding-lists';
import type { OnboardingRow } from '../store/onboardings';
import { isSettled, type ToldState } from './derive';

/** Whose turn it is, by where the application stands; what is not here is the operator's. */
const BY_STATE = new Map<string, (typeof LISTS)[keyof typeof LISTS]>([
  ['applying', LISTS.with_contractor],
  ['in_review', LISTS.in_review],
  ['issuing', LISTS.in_review],
  ['refused', LISTS.refused],
  ['application_expired', LISTS.refused],
]);

/**
 * The list that an onboarding belongs to, as the column `done` names it: by its coverage, else by its quote. One that
 * was archived comes back by itself when something is learned of it.
 */
export function listFor(
  onboarding: Pick<OnboardingRow, 'coverage_state' | 'quote' | 'quote_stale' | 'session_id'>,
): (typeof LISTS)[keyof typeof LISTS] {
  const { coverage_state: state, quote, quote_stale: stale, session_id: session } = onboarding;
  if (isSettled(state as ToldState)) return LISTS.done;
  if (state === 'refused') return LISTS.refused;
  const { eligible } = JSON.parse(quote ?? '{}') as { eligible?: boolean };
  if (eligible === false && stale === 0) return LISTS.refused;
  if (stale !== 0) return LISTS.in_progress;
  // Its link is out before the first event tells so.
  const told = state === 'not_started' && session !== null ? 'applying' : state;
  return BY_STATE.get(told) ?? LISTS.in_progress;
}
