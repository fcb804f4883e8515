/** What each fact is worth as evidence of cover at a moment. */
import type { AssignmentFact, CertificateFact, Cover, Facts, PolicyFact } from './facts';
import { assignmentSentence, dated, inForceSentence, lineSentence, unclearSentence } from './sentences';
import type { State } from './states';
import { coverageName, isCoverageType } from './types';

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

/** What is not known to stand proves nothing; what is over is over, whether it stood or not. */
const isUnclear = ({ cancelled, until }: Pick<PolicyFact, 'cancelled' | 'until'>, at: number): boolean =>
  cancelled === null && (until ?? Infinity) > at;

/** A policy is for the job that was quoted; later jobs need an assignment each (page "Repeat coverage"). */
function ofPolicy(policy: PolicyFact, question: Question): Evidence {
  const { id, cancelled, job, from, until, coverage } = policy;
  const name = id === null ? 'The policy' : `The policy ${id}`;
  const isForJob = isAbout(job, question);
  const unclear = isUnclear(policy, question.at);
  const jobName =
    job === null || job === undefined ? 'for a job that is not known' : `for the job ${job} alone`;
  return {
    id,
    from,
    until,
    coverage,
    tells: isForJob && unclear ? 'unclear' : null,
    counts: isForJob && cancelled !== true && !unclear,
    cancelled: isForJob && cancelled === true,
    sentence: unclear
      ? unclearSentence(name)
      : inForceSentence(
          name,
          { from, until, cancelled: cancelled === true },
          question.at,
          isForJob ? '' : `, ${jobName}`,
        ),
  };
}

/** Proof is the event `assignment.active` alone (page "Assignment"): not `eligible`, and never without `bind`. */
function ofAssignment(
  assignment: AssignmentFact,
  policies: readonly PolicyFact[],
  question: Question,
): Evidence {
  const { id, from, until, coverage, bind, active } = assignment;
  const isForJob = isAbout(assignment.job, question);
  const { cancelled, byPolicy } = standing(assignment, policies);
  const isProof = isForJob && bind && active;
  const unclear = bind && isUnclear({ cancelled, until }, question.at);
  const isOpen =
    (bind || !assignment.eligible) && !active && cancelled !== true && (until ?? Infinity) > question.at;
  const told = unclear ? 'unclear' : isOpen ? openState(assignment) : null;
  return {
    id,
    from,
    until,
    coverage,
    counts: isProof && cancelled !== true && !unclear,
    cancelled: isProof && cancelled === true,
    tells: isForJob ? told : null,
    sentence: unclear
      ? unclearSentence(`The assignment ${id}`, byPolicy)
      : assignmentSentence(assignment, { cancelled: cancelled === true, byPolicy }, question.at),
  };
}

/** An assignment ends with its policy, and is no clearer than it. */
function standing({ cancelled, policy }: AssignmentFact, policies: readonly PolicyFact[]) {
  const over = policies.filter(({ id }) => policy !== null && id === policy);
  const all = [cancelled, ...over.map((one) => one.cancelled)];
  const found = all.includes(true) ? true : all.includes(null) ? null : false;
  return { cancelled: found, byPolicy: found !== false && over.some((one) => one.cancelled === found) };
}

/** What cannot be covered needs an application of its own, also where that was only asked. */
function openState({ eligible, chargeFailed = false }: AssignmentFact): State {
  if (chargeFailed) return 'charge_failed';
  return eligible ? 'awaiting_charge' : 'needs_opt_in';
}

/** Only what is approved clears a contractor, and only while it is known to run (page "Working with review results"). */
function ofCertificate({ id, status, lines }: CertificateFact, { at }: Question): Evidence[] {
  const name = `The certificate ${id}`;
  const none = { id, from: null, until: null, coverage: null, counts: false, cancelled: false };
  if (status === 'in_review')
    return [{ ...none, tells: 'certificate_in_review', sentence: `${name} is not approved yet.` }];
  if (status === 'flagged')
    return [
      { ...none, tells: 'certificate_flagged', sentence: `${name} fails a rule, and waits for a reviewer.` },
    ];
  if (status === 'refused')
    return [{ ...none, tells: 'certificate_refused', sentence: `${name} was not approved.` }];
  if (status === null) return [{ ...none, tells: 'unclear', sentence: unclearSentence(name) }];
  if (lines.length === 0)
    return [{ ...none, tells: null, sentence: `${name} is approved, but what it covers is not known.` }];
  return lines.map(({ type, from, until }) => ({
    id,
    from,
    until,
    coverage: [type],
    cancelled: false,
    tells: null,
    // Insurance of other types, as for cars, is not what is asked for here.
    counts: until !== null && isCoverageType(type),
    sentence: lineSentence(name, coverageName(type).toLowerCase(), { from, until }, at),
  }));
}
