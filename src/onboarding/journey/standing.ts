import { coverageOf, type CoverageNow } from '../../coverage/coverage-of';
import { deriveCoverage, type Coverage } from '../../coverage/derive';
import type { ApplicationFact, Facts } from '../../coverage/facts';
import type { ListedOnboarding } from '../../store/onboardings';
import { tagOf, type StateTag } from '../../coverage/states';
import { applicationState, type ApplicationState } from '../application/state';
import { keptSession } from '../application/summary';
import { isFinished, isQuoteStale } from './steps';

/** What is kept of the policy of an onboarding. */
export function keptCoverage({ coverage }: Pick<ListedOnboarding, 'coverage'>): Coverage {
  const kept = coverage === null ? {} : (JSON.parse(coverage) as Partial<Coverage>);
  return { ...deriveCoverage([], null), ...kept };
}

/** Where the coverage of an onboarding stands at a moment, in epoch seconds: the one answer that all pages give. */
export function standingOf(onboarding: ListedOnboarding, at: number): CoverageNow {
  return coverageOf(factsOf(onboarding), { at });
}

/** The same in a few words. What the API does not know any more may have changed since. */
export function standingTag(onboarding: ListedOnboarding, at: number): StateTag {
  const tag = tagOf(standingOf(onboarding, at), at);
  const forgotten = isFinished(onboarding) && keptSession(onboarding.session)?.gone === true;
  return forgotten ? { tone: 'neutral', text: `Last known: ${tag.text}` } : tag;
}

/** The application's state as one of coverage; what a policy has come of tells nothing more. */
export const APPLICATION_FACTS: Readonly<Record<Exclude<ApplicationState, 'none'>, ApplicationFact>> = {
  open: 'applying',
  in_review: 'in_review',
  refused: 'refused',
  expired: 'application_expired',
  gone: 'application_gone',
  complete: 'issuing',
};

/** What the events tell of an application whose session is not kept. */
const BY_EVENTS: Readonly<Record<string, ApplicationFact>> = {
  applying: 'applying',
  in_review: 'in_review',
  ineligible: 'refused',
  session_expired: 'application_expired',
};

const NOTHING: Facts = { policies: [], assignments: [], certificates: [], applications: [] };

function factsOf(onboarding: ListedOnboarding): Facts {
  const { coverage_state: told } = onboarding;
  const quote = onboarding.quote === null ? null : (JSON.parse(onboarding.quote) as KeptQuote);
  if (told === 'active' || told === 'cancelled') {
    const { policyId, effectiveDate, expirationDate } = keptCoverage(onboarding);
    const coverage = quote?.coverageTypes ?? null;
    const policy = {
      id: policyId,
      cancelled: told === 'cancelled',
      coverage,
      from: effectiveDate,
      until: expirationDate,
    };
    return { ...NOTHING, policies: [policy] };
  }
  const application = applicationState(onboarding);
  const fact = application === 'none' ? BY_EVENTS[told] : APPLICATION_FACTS[application];
  return {
    ...NOTHING,
    applications: fact === undefined ? [] : [fact],
    quotes: quote === null || isQuoteStale(onboarding) ? [] : [{ eligible: quote.eligible === true }],
  };
}

/** The parts that matter here of what is kept of a quote (see quote/summary.ts). */
interface KeptQuote {
  eligible?: boolean;
  coverageTypes?: string[];
}
