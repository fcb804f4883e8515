import { coverageOf, type CoverageNow } from '../../coverage/coverage-of';
import { deriveCoverage, type KnownPolicy, type ToldState } from '../../coverage/derive';
import type { Facts } from '../../coverage/facts';
import type { ListedOnboarding } from '../../store/onboarding-lists';
import { tagOf, type StateTag } from './state-words';
import { applicationState } from '../application/state';
import { keptSession } from '../application/summary';
import { isFinished, isQuoteStale } from './steps';

/** What is kept of the policy of an onboarding. */
export function keptPolicy({ coverage }: Pick<ListedOnboarding, 'coverage'>): KnownPolicy {
  const kept = coverage === null ? {} : (JSON.parse(coverage) as Partial<KnownPolicy>);
  return { ...deriveCoverage([], null).policy, ...kept };
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

const NOTHING: Facts = { policies: [], assignments: [], certificates: [], applications: [] };

function factsOf(onboarding: ListedOnboarding): Facts {
  const told = onboarding.coverage_state as ToldState;
  const quote = onboarding.quote === null ? null : (JSON.parse(onboarding.quote) as KeptQuote);
  if (told === 'active' || told === 'cancelled') {
    const { id, from, until } = keptPolicy(onboarding);
    const cancelled = told === 'cancelled';
    return { ...NOTHING, policies: [{ id, cancelled, coverage: quote?.coverageTypes ?? null, from, until }] };
  }
  // What the events tell of an application whose session is not kept counts too.
  const application = applicationState(onboarding) ?? (told === 'not_started' ? null : told);
  return {
    ...NOTHING,
    applications: application === null ? [] : [application],
    quotes: quote === null || isQuoteStale(onboarding) ? [] : [{ eligible: quote.eligible === true }],
  };
}

/** The parts that matter here of what is kept of a quote (see quote/summary.ts). */
interface KeptQuote {
  eligible?: boolean;
  coverageTypes?: string[];
}
