/**
 * The facts that objects of the API tell. Whether an assignment is active is told by events alone: keep the ids of `assignment.active`.
 */
import type { Policy, Quote } from '../policy-api/types/coverage';
import type { ApplicationSession, ApplicationStep } from '../policy-api/types/coverage';
import type { Assignment } from '../policy-api/types/billing';
import type { Certificate } from '../policy-api/types/documents';
import type { ApplicationFact, AssignmentFact, CertificateFact, PolicyFact } from './facts';

/** Whether a policy of a status is cancelled. `inactive`: it is over, and only its dates could say that it expired. */
const IS_CANCELLED = new Map([
  ['active', false],
  ['expired', false],
  ['cancelled', true],
  ['inactive', true],
]);

/**
 * A policy ("Retrieve a policy"). What it covers, and for which job, its quote alone says. One that has
 * expired without a date ended when it began.
 */
export function policyFact(
  policy: Pick<Policy, 'id' | 'status' | 'effective_date' | 'expiration_date' | 'created'>,
  quote: Pick<Quote, 'coverage_type' | 'job'> | null,
): PolicyFact {
  const { id, status, effective_date: from, expiration_date: end } = policy;
  return {
    id,
    cancelled: IS_CANCELLED.get(status) ?? null,
    job: quote?.job ?? null,
    coverage: quote?.coverage_type ?? null,
    from,
    until: status === 'expired' ? (end ?? from ?? policy.created ?? 0) : end,
  };
}

/** An assignment ("Retrieve an assignment"). `active`: whether the event `assignment.active` came for it. */
export function assignmentFact(assignment: Assignment, { active }: { active: boolean }): AssignmentFact {
  const { id, job, policy, cancelled, bind, eligible, coverage_type: coverage } = assignment;
  return {
    id,
    job,
    policy,
    cancelled,
    bind,
    eligible: eligible.result,
    active,
    coverage: coverage.length === 0 ? null : coverage,
    from: assignment.effective_date,
    until: assignment.end_date,
  };
}

const OPEN_STEPS: readonly string[] = [
  'verify_info',
  'application_questions',
  'esignature_document',
  'add_card_details',
  'final_review',
] satisfies ApplicationStep[];

/** The state of an application by its session; a refusal and a review are told by events alone. */
export function applicationFact(session: Pick<ApplicationSession, 'step' | 'expired'>): ApplicationFact {
  if (session.step === 'application_complete') return 'issuing';
  if (session.expired) return 'application_expired';
  return OPEN_STEPS.includes(session.step) ? 'applying' : 'unclear';
}

/** Whether a certificate of a status clears its contractor; what is not here is not known. */
export const CERTIFICATE_STATES = new Map<string, CertificateFact['status']>([
  ['pending', 'in_review'],
  ['processing', 'in_review'],
  ['flagged', 'flagged'],
  ['approved', 'approved'],
  ['denied', 'refused'],
  ['error', 'refused'],
]);

/**
 * The names of a certificate's lines, and ours. Documented are the first two; the others are guesses that cost nothing.
 */
const LINE_TYPES: Readonly<Record<string, string>> = {
  commercial_general_liability: 'general',
  workers_compensation: 'workers-comp',
  professional_liability: 'professional',
  media_liability: 'media',
  cyber_liability: 'cyber',
};

/**
 * A certificate ("Retrieve a certificate"), read with `expand: 'review_results.full'`: else its lines are not known. The
 * documentation names no day on which a line begins; without one it counts from when the certificate was handed in, as
 * what was before is in doubt.
 */
export function certificateFact(certificate: Certificate): CertificateFact {
  const { id, status, created, review_results: review } = certificate;
  const lines = Object.entries(fieldsOf(review?.parsed_certificate_json['coverages'])).map(
    ([name, line]) => ({
      type: LINE_TYPES[name] ?? name,
      from: usDate(fieldsOf(line)['policy_effective_date']) ?? created,
      until: usDate(fieldsOf(line)['policy_expiration_date']),
    }),
  );
  return { id, status: CERTIFICATE_STATES.get(status) ?? null, lines };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** `MM/DD/YYYY` as epoch seconds at 00:00 UTC; null for what is no such day. */
function usDate(value: unknown): number | null {
  const [, month, day, year] =
    typeof value === 'string' ? (/^(\d\d)\/(\d\d)\/(\d{4})$/.exec(value) ?? []) : [];
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // 30 February would be taken for 2 March.
  const exists = !Number.isNaN(at.getTime()) && at.getUTCDate() === Number(day);
  return exists ? at.getTime() / 1000 : null;
}
