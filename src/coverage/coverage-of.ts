/**
 * Whether somebody is covered, and where their coverage stands: one answer from all that is known.
 *
 * Copy this with ./states.ts and ./types.ts if you ask "covered now?" before work starts. It needs ../lib/dates.ts.
 * Replace nothing: give it the facts of one piece of work. All times are epoch seconds UTC.
 */
import { day } from '../lib/dates';
import { reasonOf, type State } from './states';
import { coverageName } from './types';

export interface PolicyFact {
  /** Null: not known. */
  id: string | null;
  cancelled: boolean;
  /** Its first moment; null: not known, so since it was issued. */
  from: number | null;
  /** The moment it ends; null: not known. */
  until: number | null;
  /** Its coverage types, as the API names them; null: not known. */
  coverage: readonly string[] | null;
}

/** The states of an application that no policy has come of, the one that says most first. */
const APPLICATION_STATES = [
  'issuing',
  'in_review',
  'applying',
  'refused',
  'application_expired',
  'application_gone',
] as const satisfies readonly State[];
export type ApplicationFact = (typeof APPLICATION_STATES)[number];
const UNDER_WAY: readonly State[] = ['issuing', 'in_review', 'applying'];
/** States that the sentences about the policies say all of. */
const ABOUT_POLICIES: readonly State[] = [
  'covered',
  'partly_covered',
  'covered_from',
  'expired',
  'cancelled',
];

export interface Facts {
  policies: readonly PolicyFact[];
  applications: readonly ApplicationFact[];
  /** Whether each quote that still stands says that the contractor can be insured. */
  quotes: readonly { eligible: boolean }[];
}

export interface CoverageNow {
  covered: boolean;
  state: State;
  /** The first moment and the end of what covers now, else of what will, else of what did; null: none, or not known. */
  from: number | null;
  until: number | null;
  /** The types asked for that no policy in force is known to have. */
  missing: string[];
  /** Why, in sentences to the operator. */
  reasons: string[];
}

/**
 * The coverage at one moment. `coverage`: types that all have to be covered; without them any policy in force is
 * cover. The order of the facts does not matter.
 */
export function coverageOf(
  facts: Facts,
  { at, coverage = [] }: { at: number; coverage?: readonly string[] },
): CoverageNow {
  const policies = [...facts.policies].sort(byStart);
  const inForce = policies.filter((policy) => isInForce(policy, at));
  const byType = coverage.map((type) => inForce.filter((policy) => policy.coverage?.includes(type)));
  const missing = coverage.filter((_type, index) => byType[index]?.length === 0);
  const next = policies.find(({ cancelled, from }) => !cancelled && from !== null && from > at);
  const last = policies.at(-1);
  const found = (state: State, ...groups: PolicyFact[][]): CoverageNow => ({
    covered: state === 'covered',
    state,
    ...spanOf(groups),
    missing,
    reasons: reasonsOf(state, policies, missing, at),
  });
  if (inForce.length > 0) {
    if (missing.length > 0) return found('partly_covered', inForce);
    // Every type is covered while the policies that have it are.
    return found('covered', ...(coverage.length > 0 ? byType : [inForce]));
  }
  if (next) return found('covered_from', [next]);
  const application = APPLICATION_STATES.find((state) => facts.applications.includes(state));
  const isUnderWay = application && UNDER_WAY.includes(application);
  if (last && !isUnderWay) return found(last.cancelled ? 'cancelled' : 'expired', [last]);
  const isRefused = facts.quotes.some(({ eligible }) => !eligible);
  return found(application ?? (isRefused ? 'not_eligible' : 'not_started'));
}

const isInForce = ({ cancelled, from, until }: PolicyFact, at: number): boolean =>
  !cancelled && (from ?? -Infinity) <= at && at < (until ?? Infinity);

/** When all groups of policies cover at once: each from its first beginning to its last end. */
function spanOf(groups: readonly (readonly PolicyFact[])[]): Pick<CoverageNow, 'from' | 'until'> {
  const begins = groups.map((group) => Math.min(...group.map(({ from }) => from ?? -Infinity)));
  const ends = groups.map((group) => Math.max(...group.map(({ until }) => until ?? Infinity)));
  return { from: finite(Math.max(...begins)), until: finite(Math.min(...ends)) };
}

const finite = (time: number): number | null => (Number.isFinite(time) ? time : null);

/** The earliest first; of those that begin together a cancelled one comes before those that stand. */
function byStart(a: PolicyFact, b: PolicyFact): number {
  return (
    (a.from ?? -Infinity) - (b.from ?? -Infinity) ||
    Number(b.cancelled) - Number(a.cancelled) ||
    (a.until ?? Infinity) - (b.until ?? Infinity) ||
    (a.id ?? '').localeCompare(b.id ?? '')
  );
}

function reasonsOf(
  state: State,
  policies: readonly PolicyFact[],
  missing: readonly string[],
  at: number,
): string[] {
  return [
    ...(ABOUT_POLICIES.includes(state) ? [] : [reasonOf(state)]),
    ...policies.map((policy) => reasonOfPolicy(policy, at)),
    ...missing.map((type) => `No policy in force is known to cover ${coverageName(type).toLowerCase()}.`),
  ];
}

function reasonOfPolicy({ id, cancelled, from, until }: PolicyFact, at: number): string {
  const name = id === null ? 'The policy' : `The policy ${id}`;
  const begins = from === null ? '' : ` from ${day(from)}`;
  const ends = until === null ? '' : ` until ${day(until)}`;
  if (cancelled) return `${name}${begins && `, which was to be in force${begins}${ends},`} was cancelled.`;
  if (until !== null && until <= at) return `${name} expired on ${day(until)}.`;
  return `${name} ${from !== null && from > at ? 'will be' : 'is'} in force${begins}${ends}.`;
}
