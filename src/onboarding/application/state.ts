import type { ApplicationFact } from '../../coverage/facts';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import { isFinished } from '../journey/steps';
import { isComplete, keptSession } from './summary';

/**
 * Where the application stands: by the events received, and by what the API last said of the session. `issuing` once it
 * is complete, whatever has come of it since; null while there is none.
 */
export function applicationState(onboarding: ListedOnboarding): ApplicationFact | null {
  const { coverage_state: coverage } = onboarding;
  if (isFinished(onboarding)) return 'issuing';
  const session = keptSession(onboarding.session);
  if (session === null) return null;
  if (isComplete(session)) return 'issuing';
  if (coverage === 'refused') return 'refused';
  if (session.gone) return 'application_gone';
  if (coverage === 'application_expired' || session.expired) return 'application_expired';
  return coverage === 'in_review' ? 'in_review' : 'applying';
}

/** Whether the contractor can still use the link of an application. */
export const isOpen = (state: ApplicationFact | null): boolean =>
  state === 'applying' || state === 'in_review';

/** Whether a link was handed over that the contractor can still use. */
export const hasOpenLink = (onboarding: ListedOnboarding): boolean => isOpen(applicationState(onboarding));
