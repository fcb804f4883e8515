import type { State } from '../../coverage/states';
import { tagOf, contractorWordsOf, type StateTag, type ContractorWords } from '../journey/state-words';
import type { ApplicationSession } from '../../policy-api/types/coverage';
import { applicationUrl } from '../../quote/application-url';
import type { OnboardingRow } from '../../store/onboardings';
import { keptSession } from '../application/summary';
import { standingOf } from '../journey/standing';

/** The session as the API gives it now, or why there is none: unknown to the API, or the API could not be asked. */
export type SessionNow = ApplicationSession | 'gone' | 'not asked';

export interface Message extends ContractorWords {
  tag: StateTag;
  action: { href: string; text: string } | null;
  /** Whether checking again tells nothing new. */
  final: boolean;
}

const FINAL: readonly State[] = ['covered_from', 'covered', 'expired', 'cancelled', 'refused'];
/** What the events say, whatever the API says of the session. */
const KNOWN: readonly State[] = [...FINAL, 'in_review', 'issuing'];

const NOT_ASKED: ContractorWords = {
  heading: 'We could not check your application just now',
  text: 'Nothing is lost. Please reload this page in a minute.',
};

/** What is really known, whichever way the browser came. `now` is epoch seconds. */
export function messageFor(
  onboarding: OnboardingRow,
  session: SessionNow,
  outcome: 'success' | 'cancel',
  applicationHosts: readonly string[],
  now: number,
): Message {
  const standing = standingOf(withSession(onboarding, session), now);
  const { state } = standing;
  const tag = tagOf(standing, now);
  const final = FINAL.includes(state);
  const unclear = session === 'not asked' && onboarding.session_id !== null && !KNOWN.includes(state);
  if (unclear) return { ...NOT_ASKED, tag, action: null, final };
  const told = contractorWordsOf(standing);
  if (state !== 'applying' || typeof session === 'string') return { ...told, tag, action: null, final };
  const heading = outcome === 'cancel' ? 'You left the application' : told.heading;
  return { ...told, heading, tag, action: goOnLink(session, applicationHosts), final };
}

/** The onboarding with what the API says of its session now. */
function withSession(onboarding: OnboardingRow, session: SessionNow): OnboardingRow {
  if (session === 'not asked') return onboarding;
  const now = session === 'gone' ? { ...keptSession(onboarding.session), gone: true } : session;
  return { ...onboarding, session: JSON.stringify(now) };
}

function goOnLink(session: ApplicationSession, applicationHosts: readonly string[]): Message['action'] {
  try {
    return { href: applicationUrl(session.url, applicationHosts), text: 'Go on with the application' };
  } catch {
    return null;
  }
}
