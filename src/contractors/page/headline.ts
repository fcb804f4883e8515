/** What covers a contractor now, in one sentence that can be read from afar. */
import type { CoverageNow } from '../../coverage/coverage-of';
import { coverageOf } from '../../coverage/coverage-of';
import { standingWords } from '../../coverage/standing-states';
import { reasonOf } from '../../coverage/states';
import { tagOf, type StateTag } from '../../onboarding/journey/state-words';
import { day } from '../../lib/dates';
import type { AllOfContractor } from '../known/all-of';
import { factsOf } from '../known/facts-of';

export interface Headline {
  tag: StateTag;
  text: string;
  reasons: string[];
}

const { tone, text } = standingWords('gone');
const GONE: Headline = {
  tag: { tone, text },
  text: 'Not covered: the API does not know this contractor',
  reasons: [],
};

/** `at`: epoch seconds. */
export function headlineOf(all: AllOfContractor, at: number): Headline {
  if (all.contractor.gone) return GONE;
  const now = coverageOf(factsOf(all), { at });
  const tag = now.state === 'covered' ? { tone: 'success' as const, text: 'Covered today' } : tagOf(now, at);
  return { tag, text: sentence(all, now, at), reasons: now.reasons };
}

function sentence(all: AllOfContractor, { state, from, until }: CoverageNow, at: number): string {
  const end = until === null ? '' : `, until ${day(until)}`;
  if (state === 'covered') return `Covered${forWork(all, at)}${end}`;
  if (state === 'covered_from') return `Is covered from ${day(from ?? at)}${end}`;
  if (state === 'expired') return `Not covered${until === null ? '' : `: the cover ended on ${day(until)}`}`;
  if (state === 'cancelled') return 'Not covered: the policy was cancelled';
  const reason = reasonOf(state).replace(/\.$/, '');
  return `Not covered: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
}

/** The work that is covered now, where it is one job; several are told by their rows. */
function forWork({ policies, assignments, jobs }: AllOfContractor, at: number): string {
  const inForce = (one: { from: number | null; until: number | null; gone: boolean }) =>
    !one.gone && (one.from ?? -Infinity) <= at && at < (one.until ?? Infinity);
  const ids = [
    ...policies.filter((one) => inForce(one) && one.status === 'active'),
    ...assignments.filter((one) => inForce(one) && one.active && one.cancelled === false),
  ].map(({ jobId }) => jobId);
  const [only, ...others] = [...new Set(ids)];
  const name =
    only === undefined || only === null || others.length > 0 ? null : (jobs.get(only)?.name ?? null);
  if (name !== null) return ` for ${name}`;
  return others.length > 0 ? ` for ${others.length + 1} jobs` : '';
}
