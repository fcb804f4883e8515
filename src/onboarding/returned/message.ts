import type { ApplicationSession } from '../../policy-api/types';
import type { OnboardingRow } from '../../store/onboardings';
import { isComplete, safeApplicationUrl } from '../application/session';
import { coverageOf, coverageTag, type StateTag } from '../overview/model';
import { day } from '../quote/summary';

/** The session as the API gives it now, or why there is none: unknown to the API, or the API could not be asked. */
export type SessionNow = ApplicationSession | 'gone' | 'not asked';

export interface Message {
  tone: StateTag['tone'];
  label: string;
  heading: string;
  text: string;
  action: { href: string; text: string } | null;
}

type Words = Pick<Message, 'heading' | 'text'> & Partial<Message>;

const ASK = 'Please ask the platform that invited you what you can do next.';

/** What is really known, whichever way the browser came. `now` is epoch seconds. */
export function messageFor(
  onboarding: OnboardingRow,
  session: SessionNow,
  outcome: 'success' | 'cancel',
  applicationHosts: readonly string[],
  now: number,
): Message {
  const { text: label } = coverageTag(onboarding.coverage_state, coverageOf(onboarding).expirationDate, now);
  const words =
    ofCoverage(onboarding, now) ??
    (typeof session === 'string' ? ofNoSession(session) : ofSession(session, outcome, applicationHosts));
  return { tone: 'info', label, action: null, ...words };
}

/** What the events received settle. */
function ofCoverage(onboarding: OnboardingRow, now: number): Words | null {
  switch (onboarding.coverage_state) {
    case 'active':
      return ofPolicy(onboarding, now);
    case 'ineligible':
      return {
        tone: 'warning',
        heading: 'You could not be insured for this job',
        text: `The application ended without coverage. ${ASK}`,
      };
    case 'cancelled':
      return { tone: 'warning', heading: 'Your coverage was cancelled', text: ASK };
    case 'in_review':
      return {
        heading: 'Your application is being reviewed',
        text: 'This usually takes less than 24 hours. You will hear from us.',
      };
    case 'issuing':
      return COMPLETE;
    default:
      return null;
  }
}

/** A policy is issued before its first day, and stays issued after its last. */
function ofPolicy(onboarding: OnboardingRow, now: number): Words {
  const { effectiveDate, expirationDate } = coverageOf(onboarding);
  const [from, to] = [day(effectiveDate), day(expirationDate)];
  if (expirationDate !== null && expirationDate <= now) {
    return { heading: 'Your coverage has ended', text: `Your policy ended on ${to}. ${ASK}` };
  }
  if (effectiveDate !== null && effectiveDate > now) {
    return {
      tone: 'success',
      label: 'Policy issued',
      heading: `You will be covered from ${from}`,
      text: `Your policy is issued. Your coverage starts on ${from} (UTC), and not before.`,
    };
  }
  const since = from ? ` since ${from}` : '';
  return { tone: 'success', heading: 'You are covered', text: `Your coverage is active${since}.` };
}

const COMPLETE: Words = {
  heading: 'Your application is complete',
  text: 'Your policy is being issued. This usually takes a few minutes; reload this page to check.',
};

function ofNoSession(reason: 'gone' | 'not asked'): Words {
  if (reason === 'gone') {
    return {
      tone: 'warning',
      heading: 'Your application is not available any more',
      text: 'Please ask the platform that invited you for a new link.',
    };
  }
  return {
    heading: 'We could not check your application just now',
    text: 'Nothing is lost. Please reload this page in a minute.',
  };
}

function ofSession(
  session: ApplicationSession,
  outcome: 'success' | 'cancel',
  applicationHosts: readonly string[],
): Words {
  if (isComplete(session)) return COMPLETE;
  if (session.expired) {
    return {
      tone: 'warning',
      heading: 'Your application has expired',
      text: 'Please ask the platform that invited you for a new link.',
    };
  }
  return {
    heading: outcome === 'cancel' ? 'You left the application' : 'Your application is not finished yet',
    text: 'Your answers so far are kept. You can go on whenever you like.',
    action: goOnLink(session, applicationHosts),
  };
}

function goOnLink(session: ApplicationSession, applicationHosts: readonly string[]): Message['action'] {
  try {
    return { href: safeApplicationUrl(session.url, applicationHosts), text: 'Go on with the application' };
  } catch {
    return null;
  }
}
