/**
 * Whether somebody is covered, and where their coverage stands: one answer from all that is known.
 *
 * Copy this if you ask "covered now?" before work starts: `npm run lift -- coverage DIR`.
 * It needs no package. `factsOfContractor` gathers the facts from the API, by a client such as the part client;
 * `facts-from-api.ts` turns single objects into facts.
 * Replace nothing: give it the facts of one contractor. All times are epoch seconds UTC.
 */
import type { CoverageType } from '../policy-api/types/common';
import { evidenceOf, isInForce, type Evidence, type Question } from './evidence';
import type { Facts } from './facts';
import { dated } from './sentences';
import { reasonOf, type State } from './states';
import { coverageName } from './types';

/** The states that say something while nothing covers, the one that says most first. */
const TOLD: readonly State[] = [
  'issuing',
  'charge_failed',
  'awaiting_charge',
  'in_review',
  'certificate_flagged',
  'certificate_in_review',
  'applying',
  'unclear',
  'refused',
  'needs_opt_in',
  'application_expired',
  'application_gone',
  'certificate_refused',
  'not_eligible',
];
/** What is on its way counts for more than what is over. */
const UNDER_WAY: readonly State[] = TOLD.slice(0, TOLD.indexOf('refused'));
/** States that the sentences about policies, assignments and certificates say all of. */
const SAID_BY_EVIDENCE: readonly State[] = [
  'covered',
  'partly_covered',
  'covered_from',
  'expired',
  'cancelled',
];

export interface CoverageNow {
  covered: boolean;
  state: State;
  /** The first moment and the end of what covers now, else of what will, else of what did; null: none, or not known. */
  from: number | null;
  until: number | null;
  /** The types asked for that nothing in force is known to have. */
  missing: CoverageType[];
  /** Why, in sentences to the operator, each with its date. */
  reasons: string[];
}

/**
 * The coverage at one moment, from policies, assignments and certificates together. `job`: the one that is to be
 * covered; without it anything in force is cover. A policy covers the job it was issued for, and an assignment its own
 * once it is active; an approved certificate covers any. `coverage`: types that all have to be covered; without them any
 * one is enough. What is not known (a job, a type, the end of a certificate) proves nothing. The order of the facts does
 * not matter. It never fails. Rests on the pages "Repeat coverage", "Assignment" and "Working with review results".
 */
export function coverageOf(
  facts: Facts,
  { at, job, coverage = [] }: Question & { coverage?: readonly CoverageType[] },
): CoverageNow {
  const evidence = evidenceOf(facts, { at, job });
  const inForce = evidence.filter((one) => isInForce(one, at));
  const byType = coverage.map((type) => inForce.filter((one) => one.coverage?.includes(type)));
  const missing = coverage.filter((_type, index) => byType[index]?.length === 0);
  const next = evidence.find(({ counts, from }) => counts && from !== null && from > at);
  const last = evidence.filter(({ counts, cancelled }) => counts || cancelled).at(-1);
  const found = (state: State, ...groups: Evidence[][]): CoverageNow => ({
    covered: state === 'covered',
    state,
    ...spanOf(groups),
    missing,
    reasons: reasonsOf(state, evidence, missing, at),
  });
  if (inForce.length > 0) {
    if (missing.length > 0) return found('partly_covered', inForce);
    // Every type is covered while what has it is in force.
    return found('covered', ...(coverage.length > 0 ? byType : [inForce]));
  }
  if (next) return found('covered_from', [next]);
  const told = toldState(facts, evidence);
  if (last && (told === null || !UNDER_WAY.includes(told)))
    return found(last.cancelled ? 'cancelled' : 'expired', [last]);
  // Of the job that is asked for there is nothing.
  const elsewhere = facts.policies.some(
    ({ cancelled, until }) => cancelled === false && (until ?? Infinity) > at,
  );
  return found(told ?? (elsewhere ? 'needs_assignment' : 'not_started'));
}

function toldState({ applications, quotes = [] }: Facts, evidence: readonly Evidence[]): State | null {
  const said: readonly (State | null)[] = [
    ...applications,
    ...evidence.map(({ tells }) => tells),
    ...quotes.map(({ eligible }) => (eligible ? null : 'not_eligible')),
  ];
  return TOLD.find((state) => said.includes(state)) ?? null;
}

/** When all groups cover at once: each from its first beginning to its last end. */
function spanOf(groups: readonly (readonly Evidence[])[]): Pick<CoverageNow, 'from' | 'until'> {
  const begins = groups.map((group) => Math.min(...group.map(({ from }) => from ?? -Infinity)));
  const ends = groups.map((group) => Math.max(...group.map(({ until }) => until ?? Infinity)));
  return { from: finite(Math.max(...begins)), until: finite(Math.min(...ends)) };
}

const finite = (time: number): number | null => (Number.isFinite(time) ? time : null);

function reasonsOf(
  state: State,
  evidence: readonly Evidence[],
  missing: readonly string[],
  at: number,
): string[] {
  const isSaid = SAID_BY_EVIDENCE.includes(state) || evidence.some(({ tells }) => tells === state);
  const lacks = missing.map(
    (type) => `No policy in force is known to cover ${coverageName(type).toLowerCase()}.`,
  );
  return [
    ...(isSaid ? [] : [dated(reasonOf(state), at)]),
    ...evidence.map(({ sentence }) => sentence),
    ...lacks.map((sentence) => dated(sentence, at)),
  ];
}
