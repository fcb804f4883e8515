/** Turns rows of the register into records. */
import { applicationFact } from '../../coverage/facts-from-api';
import type { ApplicationFact } from '../../coverage/facts';
import type { KnownObjectRow } from '../../store/known-objects';
import { Reader } from './reader';
import type * as Records from './records';

export function contractorOf(row: KnownObjectRow): Records.KnownContractor {
  const read = new Reader(row);
  return {
    ...read.known(),
    firstName: read.text('firstName'),
    lastName: read.text('lastName'),
    company: read.text('company'),
    email: read.text('email'),
    homeState: read.text('homeState'),
  };
}

export function entityOf(row: KnownObjectRow): Records.KnownEntity {
  const read = new Reader(row);
  return { ...read.known(), name: read.text('name') };
}

export function jobOf(row: KnownObjectRow): Records.KnownJob {
  const read = new Reader(row);
  return {
    ...read.known(),
    name: read.text('name'),
    entityId: read.text('entityId'),
    categoryCode: read.text('categoryCode'),
    workState: read.text('workState'),
    wage: read.number('wage'),
    wageType: read.text('wageType'),
    purchaseOrder: read.text('purchaseOrder'),
  };
}

export function quoteOf(row: KnownObjectRow): Records.KnownQuote {
  const read = new Reader(row);
  return {
    ...read.owned(),
    jobId: row.job_id,
    coverage: read.list('coverage'),
    eligible: read.flag('eligible'),
    netRate: read.number('netRate'),
    from: read.number('from'),
    until: read.number('until'),
  };
}

export function sessionOf(row: KnownObjectRow): Records.KnownSession {
  const read = new Reader(row);
  const step = read.text('step');
  const told = read.text('state') as ApplicationFact | null;
  const known = read.owned();
  return {
    ...known,
    quoteId: row.quote_id,
    step,
    state: known.gone ? 'application_gone' : applicationState(told, step, read.flag('expired') ?? false),
    started:
      (read.flag('started') ?? false) || (step !== null && step !== 'verify_info' && step !== 'unknown'),
    isGeneralOptIn: read.flag('isGeneralOptIn') ?? false,
    url: read.text('url'),
  };
}

/** A refusal and a review are told by events alone; that it is complete, or expired, the object tells too. */
function applicationState(
  told: ApplicationFact | null,
  step: string | null,
  expired: boolean,
): ApplicationFact | null {
  const seen = step === null ? null : applicationFact({ step, expired });
  if (seen === 'issuing' || told === 'issuing') return 'issuing';
  if (told === 'refused' || told === 'in_review') return told;
  if (expired) return 'application_expired';
  return told ?? seen;
}

/** What a policy covers, and for which job, its quote says. */
export function policyOf(
  row: KnownObjectRow,
  quote: Records.KnownQuote | undefined,
): Records.KnownPolicyRecord {
  const read = new Reader(row);
  return {
    ...read.owned(),
    quoteId: row.quote_id,
    jobId: quote?.jobId ?? null,
    coverage: quote?.coverage ?? null,
    netRate: quote?.netRate ?? null,
    status: read.text('status') ?? 'unknown',
    from: read.number('from'),
    until: read.number('until'),
    pdfUrl: read.text('pdfUrl'),
    glUrl: read.text('glUrl'),
    wcUrl: read.text('wcUrl'),
  };
}

export function assignmentOf(row: KnownObjectRow): Records.KnownAssignment {
  const read = new Reader(row);
  const active = read.flag('active') ?? false;
  return {
    ...read.owned(),
    jobId: row.job_id,
    policyId: row.policy_id,
    bind: read.flag('bind') ?? active,
    eligible: read.flag('eligible') ?? active,
    message: read.text('message'),
    coverage: read.list('coverage'),
    netRate: read.number('netRate'),
    from: read.number('from'),
    until: read.number('until'),
    // That it was never said is no doubt.
    cancelled: read.isTold('cancelled') ? read.flag('cancelled') : false,
    cancelledAt: read.number('cancelledAt'),
    reason: read.text('reason'),
    active,
    activeAt: read.number('activeAt'),
    glUrl: read.text('glUrl'),
    wcUrl: read.text('wcUrl'),
  };
}

export function certificateOf(row: KnownObjectRow): Records.KnownCertificate {
  const read = new Reader(row);
  return {
    ...read.owned(),
    status: read.text('status') ?? 'unknown',
    filename: read.text('filename'),
    pdfUrl: read.text('pdfUrl'),
    lines: read.list('lines') ?? [],
    rules: rulesOf(read.object('rules')),
  };
}

function rulesOf(summary: { total_rules: number; passed: number; failed: number } | null) {
  return summary && { total: summary.total_rules, passed: summary.passed, failed: summary.failed };
}

export function invoiceOf(row: KnownObjectRow): Records.KnownInvoice {
  const read = new Reader(row);
  return {
    ...read.owned(),
    jobId: row.job_id,
    grossPay: read.number('grossPay'),
    premiumDue: read.number('premiumDue'),
    from: read.number('from'),
    until: read.number('until'),
    purchaseOrder: read.text('purchaseOrder'),
    charge: read.text('charge') as Records.KnownInvoice['charge'],
  };
}

export function paymentSessionOf(row: KnownObjectRow): Records.KnownPaymentSession {
  const read = new Reader(row);
  return { ...read.owned(), status: read.text('status') ?? 'unknown' };
}
