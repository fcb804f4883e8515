import type { Paths } from '../../paths';
import { waysToObject, type Refusal, type WayForward } from '../journey/ways-forward';

/** What an operator can do about a refused quote: something to know first, and the ways on. */
export interface Advice {
  notes: string[];
  ways: WayForward[];
}

/** Who sells workers' compensation where private insurers may not. */
const STATE_FUNDS: readonly { state: RegExp; fund: string }[] = [
  { state: /\bND\b|north dakota/i, fund: 'North Dakota Workforce Safety & Insurance' },
  { state: /\bOH\b|ohio/i, fund: 'the Ohio Bureau of Workers’ Compensation' },
  { state: /\bWA\b|washington/i, fund: 'the Washington State Department of Labor & Industries' },
  { state: /\bWY\b|wyoming/i, fund: 'the Wyoming Department of Workforce Services' },
];

/** What was asked for when the API refused it. */
export interface Asked {
  onboardingId: string;
  coverage: readonly string[];
  /** Where the job is reported to a policy that covers it. */
  newJobHref: string;
}

/** The advice on a refusal of the API, the nearest way first. */
export function adviceOn(
  refusal: Refusal,
  { onboardingId, coverage, newJobHref }: Asked,
  paths: Paths,
): Advice {
  const { message } = refusal;
  const asked = (type: string) => coverage.includes(type);
  const notes: string[] = [];
  const ways: WayForward[] = [];
  // The vendor documents no code for these three refusals, only that the message describes them.
  if (/workers.?comp|monopolistic/i.test(message) && asked('workers-comp')) {
    notes.push(...fundsIn(message));
    ways.push(without('workers-comp', 'workers’ compensation', coverage));
    ways.push({ text: 'Change where the work is done', href: paths.step(onboardingId, 'job') });
  }
  if (/general liability/i.test(message) && /hawaii/i.test(message) && asked('general')) {
    ways.push(without('general', 'general liability', coverage));
    ways.push({ text: 'Change the home address', href: paths.step(onboardingId, 'contractor') });
  }
  if (/media|cyber/i.test(message) && (asked('media') || asked('cyber')) && !asked('general')) {
    ways.push({ text: 'Quote with general liability added', coverage: ['general', ...coverage].join(',') });
  }
  if (refusal.code === 'contractor_has_matching_policy') {
    ways.push({ text: 'Report the job to the policy', href: newJobHref });
    ways.push({ text: 'Choose other coverage', href: '#coverage-type' });
    ways.push({ text: 'Choose another job', href: `${paths.step(onboardingId, 'job')}?new` });
    ways.push({ text: 'Choose another contractor', href: `${paths.step(onboardingId, 'contractor')}?new` });
  }
  return { notes, ways: [...ways, ...waysToObject(refusal, 'quote', onboardingId, paths)] };
}

/** The same quote without a type; where that leaves none, the form to choose from. */
function without(type: string, name: string, coverage: readonly string[]): WayForward {
  const rest = coverage.filter((other) => other !== type);
  return rest.length > 0
    ? { text: `Quote without ${name}`, coverage: rest.join(',') }
    : { text: 'Choose other coverage', href: '#coverage-type' };
}

/** The fund of the state that a message names; none where it names several, or none. */
function fundsIn(message: string): string[] {
  const [named, ...others] = STATE_FUNDS.filter(({ state }) => state.test(message));
  return named && others.length === 0
    ? [`For workers’ compensation there, the contractor can go to ${named.fund}.`]
    : [];
}
