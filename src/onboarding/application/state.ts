import type { ListedOnboarding } from '../../store/onboardings';
import { isFinished } from '../journey/steps';
import { isComplete, keptSession } from './summary';

export type ApplicationState = 'none' | 'open' | 'in_review' | 'refused' | 'expired' | 'gone' | 'complete';

/** Where the application stands: by the events received, and by what the API last said of the session. */
export function applicationState(onboarding: ListedOnboarding): ApplicationState {
  const { coverage_state: coverage } = onboarding;
  if (isFinished(onboarding)) return 'complete';
  const session = keptSession(onboarding.session);
  if (session === null) return 'none';
  if (isComplete(session)) return 'complete';
  if (coverage === 'ineligible') return 'refused';
  if (session.gone) return 'gone';
  if (coverage === 'session_expired' || session.expired) return 'expired';
  return coverage === 'in_review' ? 'in_review' : 'open';
}

/** Whether a link was handed over that the contractor can still use. */
export function hasOpenLink(onboarding: ListedOnboarding): boolean {
  return ['open', 'in_review'].includes(applicationState(onboarding));
}
