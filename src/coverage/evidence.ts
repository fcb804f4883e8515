/** What each fact is worth as evidence of cover at a moment, and how that is said to the operator. */
import { day } from '../lib/dates';
import type { AssignmentFact, CertificateFact, Cover, Facts, PolicyFact } from './facts';
import type { State } from './states';
import { COVERAGE_TYPES, coverageName } from './types';

/** What is asked: at which moment, in epoch seconds, and for which job, if for one alone. */
export interface Question {
  at: number;
  job?: string | null | undefined;
}

export interface Evidence extends Cover {
  id: string | null;
  /** Whether it covers what is asked for, from its first moment to its end. */
  counts: boolean;
  /** Whether it would, had it not been cancelled. */
  cancelled: boolean;
  /** Where coverage stands by it, while nothing covers. */
  tells: State | null;
  /** Why, as a whole sentence with a date. */
  sentence: string;
}

/** All evidence, the earliest first; of what begins together the cancelled comes before what stands. */
export function evidenceOf(facts: Facts, question: Question): Evidence[] {
  const { policies, assignments, certificates } = facts;
  return [
    ...policies.map((policy) => ofPolicy(policy, question)),
    ...assignments.map((assignment) => ofAssignment(assignment, policies, question)),
    ...certificates.flatMap((certificate) => ofCertificate(certificate, question)),
  ]
    .map((evidence) => ({ ...evidence, sentence: dated(evidence.sentence, question.at) }))
    .sort(byStart);
}

/** Whether it covers at a moment, in epoch seconds. What is not known of its time limits nothing. */
export const isInForce = ({ counts, from, until }: Evidence, at: number): boolean =>
  counts && (from ?? -Infinity) <= at && at < (until ?? Infinity);

/** A sentence that names no day is true of the day that is asked about. */
export function dated(sentence: string, at: number): string {
  return /\b\d{1,2} [A-Z][a-z]+ \d{4}\b/.test(sentence)
    ? sentence
    : sentence.replace(/\.$/, ` (as of ${day(at)}).`);
}

function byStart(a: Evidence, b: Evidence): number {
  return (
    (a.from ?? -Infinity) - (b.from ?? -Infinity) ||
    Number(b.cancelled) - Number(a.cancelled) ||
    (a.until ?? Infinity) - (b.until ?? Infinity) ||
    (a.id ?? '').localeCompare(b.id ?? '')
  );
}

function isAbout(job: string | null | undefined, { job: asked }: Question): boolean {
  return asked === undefined || asked === null || asked === job;
}

/** A policy is for the job that was quoted; later jobs need an assignment each (page "Repeat coverage"). */
function ofPolicy(policy: PolicyFact, question: Question): Evidence {
  const { id, cancelled, job, from, until, coverage } = policy;
  const name = id === null ? 'The policy' : `The policy ${id}`;
  const isForJob = isAbout(job, question);
  const jobName =
    job === null || job === undefined ? 'for a job that is not known' : `for the job ${job} alone`;
  return {
    id,
    from,
    until,
    coverage,
    tells: null,
    counts: isForJob && !cancelled,
    cancelled: isForJob && cancelled,
    sentence: inForceSentence(name, policy, question.at, isForJob ? '' : `, ${jobName}`),
  };
}

/** Proof is the event `assignment.active` alone (page "Assignment"): not `eligible`, and never without `bind`. */
function ofAssignment(
  assignment: AssignmentFact,
  policies: readonly PolicyFact[],
  question: Question,
): Evidence {
  const { id, from, until, coverage, bind, eligible, active, policy } = assignment;
  const isForJob = isAbout(assignment.job, question);
  const endedByPolicy = policy !== null && policies.some((one) => one.cancelled && one.id === policy);
  const cancelled = assignment.cancelled || endedByPolicy;
  const isProof = bind && active;
  const isOpen = isForJob && bind && !active && !cancelled && (until ?? Infinity) > question.at;
  const name = `The assignment ${id}`;
  const pending = pendingSentence(assignment, `${name}${span(assignment)}`);
  return {
    id,
    from,
    until,
    coverage,
    counts: isForJob && isProof && !cancelled,
    cancelled: isForJob && isProof && cancelled,
    tells: isOpen ? (eligible ? 'awaiting_charge' : 'not_eligible') : null,
    sentence:
      isProof || cancelled
        ? inForceSentence(
            name,
            { from, until, cancelled },
            question.at,
            endedByPolicy ? ' with its policy' : '',
          )
        : pending,
  };
}

function pendingSentence({ bind, eligible }: AssignmentFact, name: string): string {
  if (!bind) return `${name} is a check of eligibility alone, and covers nothing.`;
  if (!eligible) return `${name} cannot be covered by the policy.`;
  return `${name} waits for its charge, and covers nothing before.`;
}

/** Insurance of other types, as for cars, is not what is asked for here. */
const isCoverageType = (type: string) => COVERAGE_TYPES.some(({ value }) => value === type);

/** Only what is approved clears a contractor, and only while it is known to run (page "Working with review results"). */
function ofCertificate({ id, status, lines }: CertificateFact, { at }: Question): Evidence[] {
  const name = `The certificate ${id}`;
  const none = { id, from: null, until: null, coverage: null, counts: false, cancelled: false };
  if (status === 'in_review')
    return [{ ...none, tells: 'certificate_in_review', sentence: `${name} is not approved yet.` }];
  if (status === 'refused')
    return [{ ...none, tells: 'certificate_refused', sentence: `${name} was not approved.` }];
  if (lines.length === 0)
    return [{ ...none, tells: null, sentence: `${name} is approved, but what it covers is not known.` }];
  return lines.map(({ type, from, until }) => ({
    id,
    from,
    until,
    coverage: [type],
    cancelled: false,
    tells: null,
    counts: until !== null && isCoverageType(type),
    sentence: lineSentence(name, coverageName(type).toLowerCase(), { from, until }, at),
  }));
}

type Times = Pick<Cover, 'from' | 'until'>;

function lineSentence(name: string, type: string, times: Times, at: number): string {
  const { until } = times;
  if (until === null) return `${name} is approved, but until when it covers ${type} is not known.`;
  if (until <= at) return `${name} showed ${type}, which expired on ${day(until)}.`;
  return `${name} shows ${type}${span(times)}.`;
}

function inForceSentence(
  name: string,
  { from, until, cancelled }: Times & { cancelled: boolean },
  at: number,
  more: string,
): string {
  const when = span({ from, until });
  if (cancelled)
    return `${name}${from === null ? '' : `, which was to be in force${when},`} was cancelled${more}.`;
  if (until !== null && until <= at) return `${name} expired on ${day(until)}.`;
  return `${name} ${from !== null && from > at ? 'will be' : 'is'} in force${when}${more}.`;
}

/** From when until when, as far as that is known. */
function span({ from, until }: Times): string {
  return `${from === null ? '' : ` from ${day(from)}`}${until === null ? '' : ` until ${day(until)}`}`;
}
