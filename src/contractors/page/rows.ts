/** What the page of a contractor shows of each kind of object: rows of tables, each with its link. */
import { coverageName } from '../../coverage/types';
import { CERTIFICATE_STATES } from '../../coverage/facts-from-api';
import { isStandingState, standingWords } from '../../coverage/standing-states';
import { shortDay, span } from '../../lib/dates';
import { inDollars } from '../../forms/form';
import type { StateTag } from '../../onboarding/journey/state-words';
import type { Paths } from '../../paths';
import type { StandingRow } from '../../store/standings';
import { assignmentState, assignmentStateAt, assignmentWords, isBound } from '../assignments/state';
import { certificateWords } from '../certificates/words';
import type { AllOfContractor } from '../known/all-of';
import type { KnownAssignment, KnownCertificate, KnownPolicyRecord } from '../known/records';
import { policyWords } from '../policies/words';

export interface Shown {
  all: AllOfContractor;
  /** Epoch seconds. */
  at: number;
  paths: Paths;
}

/** So many of each kind are shown; more than that are rare, and the latest matter. */
const MOST = 25;

export function jobRows({ all, at, paths }: Shown, standings: readonly StandingRow[]) {
  const ofJobs = standings.filter((row) => row.job_id !== '' || row.onboarding_id !== null).slice(0, MOST);
  return ofJobs.map((row) => ({
    name: row.job_name ?? (row.job_id || 'No job chosen yet'),
    entity: row.entity_name,
    dates: span({ from: row.job_from_seconds, until: row.job_until_seconds }, at),
    tag: isStandingState(row.state)
      ? standingWords(row.state)
      : { text: row.state, tone: 'neutral' as const },
    href: hrefOfJob(all, row, paths),
    linkText: row.onboarding_id === null ? 'Assignment' : 'Onboarding',
  }));
}

function hrefOfJob(all: AllOfContractor, row: StandingRow, paths: Paths): string | null {
  if (row.onboarding_id !== null) return paths.onboarding(row.onboarding_id);
  const ofJob = all.assignments.filter(({ jobId }) => jobId === row.job_id);
  const [assignment] = withoutAnswered(ofJob, all);
  return assignment ? paths.assignment(all.contractor.id, assignment.id) : null;
}

export function assignmentRows({ all, at, paths }: Shown) {
  const shown = withoutAnswered(all.assignments, all).slice(0, MOST);
  return shown.map((assignment) => {
    const { id, jobId, netRate, activeAt, reason, cancelledAt } = assignment;
    const state = assignmentStateAt(assignment, all.invoices, at);
    const words = assignmentWords(state);
    const cancelled =
      cancelledAt === null ? null : `On ${shortDay(cancelledAt, at)}${reason ? `: ${reason}` : ''}`;
    const proof =
      state === 'active' && activeAt !== null
        ? `Proven by assignment.active, ${shortDay(activeAt, at)}`
        : null;
    return {
      href: paths.assignment(all.contractor.id, id),
      id,
      name: nameOfJob(all, jobId),
      dates: span(assignment, at),
      rate: netRate === null ? null : inDollars(netRate),
      tag: { text: words.text, tone: words.tone } satisfies StateTag,
      more: cancelled ?? proof,
    };
  });
}

/**
 * Those that the API has, without the questions that were answered since: what they asked for is bound, or a later one
 * has the same terms. Newest first, as they come.
 */
function withoutAnswered(
  assignments: readonly KnownAssignment[],
  { invoices }: Pick<AllOfContractor, 'invoices'>,
): KnownAssignment[] {
  const standing = assignments.filter(({ gone }) => !gone);
  const workOf = ({ jobId, policyId, coverage, from, until }: KnownAssignment) =>
    [jobId, policyId, from, until, ...[...(coverage ?? [])].sort()].join();
  const bound = standing.filter((one) => isBound(assignmentState(one, invoices)));
  const answered = new Set(bound.map(workOf));
  return standing.filter((one) => {
    const isAnswered = answered.has(workOf(one));
    answered.add(workOf(one));
    return one.bind || !isAnswered;
  });
}

function nameOfJob({ jobs }: AllOfContractor, jobId: string | null): string {
  if (jobId === null) return 'No job';
  return jobs.get(jobId)?.name ?? jobId;
}

/** A policy is issued before its first day, and may be said to be active after its last. */
function policyTag({ status, from, until, gone }: KnownPolicyRecord, at: number): StateTag {
  if (gone) return { text: 'Deleted', tone: 'neutral' };
  if (status === 'active' && from !== null && from > at)
    return { text: `From ${shortDay(from, at)}`, tone: 'success' };
  if (status === 'active' && until !== null && until <= at) return policyWords('expired');
  return policyWords(status);
}

export function policyRows({ all, at, paths }: Shown) {
  return all.policies.slice(0, MOST).map((policy) => ({
    href: policy.gone ? null : paths.policy(all.contractor.id, policy.id),
    id: policy.id,
    name: policy.jobId === null ? 'For later jobs' : nameOfJob(all, policy.jobId),
    coverage: policy.coverage?.map(coverageName).join(', ') ?? null,
    dates: span(policy, at),
    rate: policy.netRate === null ? null : inDollars(policy.netRate),
    tag: policyTag(policy, at),
  }));
}

export function invoiceRows({ all, at, paths }: Shown) {
  return all.invoices.slice(0, MOST).map((invoice) => ({
    href: paths.invoice(all.contractor.id, invoice.id),
    id: invoice.id,
    name: span(invoice, at) ?? invoice.id,
    job: nameOfJob(all, invoice.jobId),
    grossPay: invoice.grossPay === null ? null : inDollars(invoice.grossPay),
    premiumDue: invoice.premiumDue === null ? null : inDollars(invoice.premiumDue),
    purchaseOrder: invoice.purchaseOrder,
    tag: CHARGES[invoice.charge ?? 'none'],
  }));
}

const CHARGES: Readonly<Record<'succeeded' | 'failed' | 'none', StateTag>> = {
  succeeded: { text: 'Charged', tone: 'success' },
  failed: { text: 'Charge failed', tone: 'danger' },
  none: { text: 'Not charged', tone: 'neutral' },
};

/** A certificate as a thumbnail: those of policies, and the contractor's own. */
export interface CertificateSheet {
  name: string;
  text: string;
  tone: StateTag['tone'];
  href: string;
}

export function certificateSheets({ all, at, paths }: Shown): CertificateSheet[] {
  const policy = all.policies.find(({ status, gone }) => status === 'active' && !gone);
  const until = policy?.until ?? null;
  const ends = until === null ? 'with the policy' : `to ${shortDay(until, at)}`;
  const issued = [
    { name: 'General liability', href: policy?.glUrl ?? null },
    { name: 'Workers’ comp', href: policy?.wcUrl ?? null },
  ].flatMap(({ name, href }) =>
    href !== null && /^https?:\/\//.test(href) ? [{ name, text: ends, tone: 'success' as const, href }] : [],
  );
  const own = all.certificates.filter(({ gone }) => !gone).slice(0, MOST);
  return [
    ...issued,
    ...own.map((one) => ({
      name: one.filename ?? 'Own certificate',
      ...ownWords(one, at),
      href: paths.certificate(all.contractor.id, one.id),
    })),
  ];
}

function ownWords(
  { status, lines, rules }: KnownCertificate,
  at: number,
): Pick<CertificateSheet, 'text' | 'tone'> {
  const state = CERTIFICATE_STATES.get(status) ?? null;
  if (state === 'approved') {
    const ends = lines.flatMap(({ until }) => (until === null ? [] : [until]));
    const first = ends.length === 0 ? null : Math.min(...ends);
    if (first !== null && first <= at) return { text: `Ended ${shortDay(first, at)}`, tone: 'danger' };
    return { text: first === null ? 'Approved' : `Approved, to ${shortDay(first, at)}`, tone: 'success' };
  }
  const { text, tone } = certificateWords(status);
  const isCounted = state === 'flagged' && rules !== null;
  return { text: isCounted ? `${text}: ${rules.failed} of ${rules.total} rules failed` : text, tone };
}

/** What is known of the card: events alone tell of it, and never its number. */
export function cardWords({ all, at }: Shown): {
  tone: StateTag['tone'];
  text: string;
  known: string | null;
} {
  const charged = all.invoices.find(({ charge }) => charge !== null);
  const saved = all.paymentSessions.find(({ status }) => status === 'completed');
  const known = [
    ...(saved ? [`payment.session.completed, ${shortDay(saved.asOf, at)}`] : []),
    ...(charged ? [`invoice.charge_card_${charged.charge}, ${shortDay(charged.asOf, at)}`] : []),
  ].join(', and ');
  const newer = saved !== undefined && charged?.charge === 'failed' && saved.asOf > charged.asOf;
  if (charged?.charge === 'failed' && !newer)
    return { tone: 'danger', text: 'The last charge failed', known };
  if (charged?.charge === 'succeeded')
    return { tone: 'success', text: 'A card is on file, the last charge worked', known };
  if (saved) return { tone: 'success', text: 'A card is on file', known };
  return { tone: 'neutral', text: 'No event told of a card yet', known: null };
}
