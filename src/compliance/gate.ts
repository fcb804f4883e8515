/**
 * May this contractor start this job? One answer, which is no whenever there is doubt.
 *
 * Copy this if your platform lets work begin: `npm run lift -- gate DIR`.
 * It needs no package. `factsOfContractor` gathers the facts from the API, by a client such as the part client.
 * Replace nothing: give it the facts of one contractor, and how old they are. All times are epoch seconds UTC.
 */
import { counted } from '../../lib/counted';
import { coverageOf, type CoverageNow } from '../coverage/coverage-of';
import type { Facts } from '../coverage/facts';
import { isUnknownObject } from '../policy-api/errors';
import type { CoverageType } from '../policy-api/types/common';

/** Who is to begin what, and when. */
export interface GateQuestion {
  contractor: string;
  /** Null: any; the answer then says only whether anything covers. */
  job: string | null;
  at: number;
  /** Types that all have to be covered; none: any one is enough. */
  coverage: readonly CoverageType[];
}

/** What the answer is made from. */
export interface GateKnowledge {
  /** Null: nothing is known of the contractor. */
  facts: Facts | null;
  /** How long ago the API was asked for all of it, when the question came; null: never. */
  ageSeconds: number | null;
  /** Whether there is such a job; null: that could not be found out. */
  jobExists: boolean | null;
  /** Whether the API answered that it does not know the contractor: whatever is known of them is void then. */
  isUnknown: boolean;
  /** Why the API could not be asked, as a sentence; null: it was, or had not to be. */
  problem: string | null;
  /** What of the API's was not read to its end, in sentences: it proves nothing, and is said with each no. */
  unread?: readonly string[] | undefined;
}

/** In the manner of an AuthZEN evaluation: `decision`, and what it rests on. */
export interface GateAnswer extends Omit<CoverageNow, 'state'> {
  /** Whether the work may begin. */
  decision: boolean;
  /** The same: what is in doubt is not covered. */
  covered: boolean;
  /** Where coverage stands by what is known; `unknown` where that is nothing. */
  state: CoverageNow['state'] | 'unknown';
  /** How old what is known was when the question came; null: nothing is. */
  age_seconds: number | null;
}

/**
 * The answer of the gate. What is known and older than `maxAgeSeconds` says no. It never fails. `from` and `until` are
 * those of what covers, will cover or did, also where the answer is no.
 */
export function gateOf(question: GateQuestion, knowledge: GateKnowledge, maxAgeSeconds: number): GateAnswer {
  const { isUnknown, ageSeconds: age_seconds } = knowledge;
  const facts = isUnknown ? null : knowledge.facts;
  const doubts = doubtsOf(question, knowledge, maxAgeSeconds);
  if (facts === null) return { ...NOTHING, missing: [...question.coverage], reasons: doubts, age_seconds };
  const { covered: isCovered, reasons, ...coverage } = coverageOf(facts, question);
  const covered = isCovered && doubts.length === 0;
  const unread = covered ? [] : (knowledge.unread ?? []);
  return {
    decision: covered,
    covered,
    ...coverage,
    reasons: [...doubts, ...reasons, ...unread],
    age_seconds,
  };
}

/**
 * What is known where a call to the API failed, so that the answer is no, with the cause: the API does not know the
 * contractor (page "Errors", 404), or could not be asked. The sentence names nobody. It never fails.
 */
export function notAnswered(error: unknown): Pick<GateKnowledge, 'isUnknown' | 'problem'> {
  if (isUnknownObject(error)) return { isUnknown: true, problem: null };
  const message = error instanceof Error ? error.message : 'it failed';
  return { isUnknown: false, problem: `The API could not be asked (${message}).` };
}

const NOTHING = { decision: false, covered: false, state: 'unknown', from: null, until: null } as const;

function doubtsOf(question: GateQuestion, knowledge: GateKnowledge, maxAgeSeconds: number): string[] {
  const { contractor, job } = question;
  const { jobExists, isUnknown } = knowledge;
  if (isUnknown) return [`The API knows no contractor ${contractor}.`];
  return [
    ...doubtsOfAge(question, knowledge, maxAgeSeconds),
    ...(job !== null && jobExists === false ? [`The API knows no job ${job}.`] : []),
    ...(job !== null && jobExists === null ? [`Whether there is a job ${job} is not known.`] : []),
  ];
}

function doubtsOfAge(
  { contractor }: GateQuestion,
  { facts, ageSeconds, problem }: GateKnowledge,
  maxAgeSeconds: number,
): string[] {
  if (facts !== null && ageSeconds !== null && ageSeconds <= maxAgeSeconds) return [];
  const unasked = problem === null ? [] : [problem];
  if (facts === null) return [...unasked, `Nothing is known of the contractor ${contractor}.`];
  if (ageSeconds === null) return [...unasked, 'The API was never asked for all it has of the contractor.'];
  if (problem === null) return ['What is known is too old to say yes.'];
  return [problem, `What is known is ${ageInWords(ageSeconds)}.`];
}

const ageInWords = (seconds: number): string =>
  seconds < 1 ? 'less than a second old' : `${counted(Math.round(seconds), 'second')} old`;
