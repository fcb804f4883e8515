import type { AssignmentFact, CertificateFact, Facts, PolicyFact } from '../../coverage/facts';
import { CERTIFICATE_STATES, policyFact } from '../../coverage/facts-from-api';
import { assignmentState } from '../assignments/state';
import type {
  KnownAssignment,
  KnownCertificate,
  KnownInvoice,
  KnownOfContractor,
  KnownPolicyRecord,
  KnownSession,
} from './records';

type Known = Pick<
  KnownOfContractor,
  'contractor' | 'policies' | 'assignments' | 'certificates' | 'invoices' | 'quotes' | 'sessions'
>;

/**
 * The facts that `coverageOf` asks for, from all that is known of a contractor. `job`: applications and quotes count
 * for that job alone. Of several applications for one job the latest counts, and none where a policy came of it. With the
 * contractor all that was theirs is gone at the API.
 */
export function factsOf(known: Known, job: string | null = null): Facts {
  if (known.contractor.gone)
    return { policies: [], assignments: [], certificates: [], applications: [], quotes: [] };
  const jobOfQuote = new Map(known.quotes.map(({ id, jobId }) => [id, jobId]));
  const jobOf = ({ quoteId }: KnownSession) => (quoteId === null ? null : (jobOfQuote.get(quoteId) ?? null));
  const issued = new Set(known.policies.map(({ quoteId }) => quoteId));
  const sessions = known.sessions
    .filter(({ quoteId }) => quoteId === null || !issued.has(quoteId))
    .filter((session) => job === null || jobOf(session) === job);
  const quotes = known.quotes.filter(
    ({ id, jobId, gone }) => !gone && !issued.has(id) && (job === null || jobId === job),
  );
  return {
    policies: known.policies.map(policyFactOf),
    assignments: latestChecks(known.assignments).map((one) => assignmentFactOf(one, known.invoices)),
    certificates: known.certificates.map(certificateFactOf),
    applications: latestOf(sessions, (session) => jobOf(session) ?? '').map(
      ({ state }) => state ?? 'unclear',
    ),
    quotes: latestOf(quotes, ({ jobId }) => jobId ?? '').map(({ eligible }) => ({
      eligible: eligible ?? true,
    })),
  };
}

/** Lists are newest first. */
function latestOf<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const latest = new Map<string, Item>();
  for (const item of items) if (!latest.has(key(item))) latest.set(key(item), item);
  return [...latest.values()];
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

/** Of checks of eligibility for one job the latest counts, and none beside what was bound for it. */
function latestChecks(assignments: readonly KnownAssignment[]): KnownAssignment[] {
  const bound = assignments.filter(({ bind, cancelled, gone }) => bind && cancelled !== true && !gone);
  const jobs = new Set(bound.map(({ jobId }) => jobId));
  const checks = assignments.filter(({ bind, jobId, gone }) => !bind && !gone && !jobs.has(jobId));
  return [...assignments.filter(({ bind }) => bind), ...latestOf(checks, ({ jobId }) => jobId ?? '')];
}

/** Errors of processing, and what a person denied, are both no. */
function certificateFactOf({ id, status, lines, gone }: KnownCertificate): CertificateFact {
  return { id, status: gone ? null : (CERTIFICATE_STATES.get(status) ?? null), lines };
}
