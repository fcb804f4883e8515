import type { AssignmentFact, CertificateFact, Facts, PolicyFact } from '../../coverage/facts';
import { CERTIFICATE_STATES, policyFact } from '../../coverage/facts-from-api';
import { applicationsThatCount, assignmentsThatCount, quotesThatCount } from '../../coverage/that-count';
import { assignmentState } from '../assignments/state';
import type {
  KnownAssignment,
  KnownCertificate,
  KnownInvoice,
  KnownOfContractor,
  KnownPolicyRecord,
} from './records';

type Known = Pick<
  KnownOfContractor,
  'contractor' | 'policies' | 'assignments' | 'certificates' | 'invoices' | 'quotes' | 'sessions'
>;

/**
 * The facts that `coverageOf` asks for, from all that is known of a contractor. `job`: applications and quotes count
 * for that job alone. With the contractor all that was theirs is gone at the API.
 */
export function factsOf(known: Known, job: string | null = null): Facts {
  if (known.contractor.gone)
    return { policies: [], assignments: [], certificates: [], applications: [], quotes: [] };
  return {
    policies: known.policies.map(policyFactOf),
    assignments: assignmentsThatCount(known.assignments).map((one) => assignmentFactOf(one, known.invoices)),
    certificates: known.certificates.map(certificateFactOf),
    applications: applicationsThatCount(known.sessions, known, job).map(({ state }) => state ?? 'unclear'),
    quotes: quotesThatCount(
      known.quotes.filter(({ gone }) => !gone),
      known.policies,
      job,
    ).map(({ eligible }) => ({ eligible: eligible ?? true })),
  };
}

/** What is gone ended when it was said to be cancelled; else nothing is known of it any more. */
function policyFactOf(policy: KnownPolicyRecord): PolicyFact {
  const { id, status, from, until, created, coverage, jobId, gone } = policy;
  const object = { id, status, effective_date: from, expiration_date: until, created };
  const fact = policyFact(object, { coverage_type: coverage ?? [], job: jobId });
  const cancelled = gone && fact.cancelled !== true ? null : fact.cancelled;
  return { ...fact, coverage, cancelled };
}

function assignmentFactOf(assignment: KnownAssignment, invoices: readonly KnownInvoice[]): AssignmentFact {
  const { id, jobId, policyId, cancelled, gone, bind, eligible, active, coverage, from, until } = assignment;
  return {
    id,
    job: jobId,
    policy: policyId,
    cancelled: gone && cancelled !== true ? null : cancelled,
    bind,
    eligible,
    active,
    chargeFailed: assignmentState(assignment, invoices) === 'charge_failed',
    coverage,
    from,
    until,
  };
}

/** Errors of processing, and what a person denied, are both no. */
function certificateFactOf({ id, status, lines, gone }: KnownCertificate): CertificateFact {
  return { id, status: gone ? null : (CERTIFICATE_STATES.get(status) ?? null), lines };
}
