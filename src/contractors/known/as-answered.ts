/** What is known of an object, as the API would answer it: for pages that are shown while it gives no answer. */
import { normalizeAssignment, normalizeInvoice } from '../../policy-api/normalize/billing';
import { normalizePolicy, normalizeQuote, normalizeSession } from '../../policy-api/normalize/coverage';
import { normalizeCertificate } from '../../policy-api/normalize/documents';
import { normalizeJob } from '../../policy-api/normalize/work';
import type * as Api from '../../policy-api/types/billing';
import type { ApplicationSession, Policy, Quote } from '../../policy-api/types/coverage';
import type { Certificate } from '../../policy-api/types/documents';
import type { Job } from '../../policy-api/types/work';
import type * as Records from './records';

const pdfs = ({ glUrl, wcUrl }: Pick<Records.KnownPolicyRecord, 'glUrl' | 'wcUrl'>) => ({
  gl_coi_pdf_url: glUrl,
  wc_coi_pdf_url: wcUrl,
});

export const assignmentAnswered = (known: Records.KnownAssignment): Api.Assignment =>
  normalizeAssignment({
    id: known.id,
    contractor: known.contractorId,
    job: known.jobId,
    policy: known.policyId,
    bind: known.bind,
    coverage_type: known.coverage,
    effective_date: known.from,
    end_date: known.until,
    net_rate: known.netRate,
    eligible: { result: known.eligible, message: known.message },
    certificates: pdfs(known),
    cancelled: known.cancelled,
    cancellation_date: known.cancelledAt,
    cancellation_reason: known.reason,
    created: known.created,
  });

export const policyAnswered = (known: Records.KnownPolicyRecord): Policy =>
  normalizePolicy({
    id: known.id,
    quote: known.quoteId,
    status: known.status,
    certificates: pdfs(known),
    pdf_url: known.pdfUrl,
    effective_date: known.from,
    expiration_date: known.until,
    created: known.created,
  });

export const quoteAnswered = (known: Records.KnownQuote): Quote =>
  normalizeQuote({
    id: known.id,
    contractor: known.contractorId,
    job: known.jobId,
    coverage_type: known.coverage,
    effective_date: known.from,
    end_date: known.until,
    eligible: known.eligible,
    net_rate: known.netRate,
    created: known.created,
  });

/** Of its review the summary and the lines are known, and not the single rules. */
export const certificateAnswered = (known: Records.KnownCertificate): Certificate =>
  normalizeCertificate({
    id: known.id,
    contractor: known.contractorId,
    status: known.status,
    filename: known.filename,
    pdf_url: known.pdfUrl,
    review_results: (known.rules !== null || known.lines.length > 0) && {
      summary: known.rules && { ...known.rules, total_rules: known.rules.total },
      parsed_certificate_json: {
        coverages: Object.fromEntries(known.lines.map(({ type, ...dates }) => [type, lineAnswered(dates)])),
      },
    },
    created: known.created,
  });

const lineAnswered = ({ from, until }: { from: number | null; until: number | null }) => ({
  policy_effective_date: usDate(from),
  policy_expiration_date: usDate(until),
});

/** `MM/DD/YYYY`, as it is read from the file. */
function usDate(seconds: number | null): string | null {
  if (seconds === null) return null;
  const [year, month, day] = new Date(seconds * 1000).toISOString().slice(0, 10).split('-');
  return `${month}/${day}/${year}`;
}

export const invoiceAnswered = (known: Records.KnownInvoice): Api.Invoice =>
  normalizeInvoice({
    id: known.id,
    contractor: known.contractorId,
    job: known.jobId,
    gross_pay: known.grossPay,
    premium_due: known.premiumDue,
    paycycle_startdate: known.from,
    paycycle_enddate: known.until,
    purchase_order_number: known.purchaseOrder,
    created: known.created,
  });

export const sessionAnswered = (known: Records.KnownSession): ApplicationSession =>
  normalizeSession({
    id: known.id,
    quote: known.quoteId,
    url: known.url,
    step: known.state === 'issuing' ? 'application_complete' : known.step,
    expired: known.state === 'application_expired',
    created: known.created,
  });

/** Of the address the state alone is known. */
export const jobAnswered = (known: Records.KnownJob): Job =>
  normalizeJob({
    id: known.id,
    name: known.name,
    entity: known.entityId,
    category_code: known.categoryCode,
    wage: known.wage,
    wage_type: known.wageType,
    address: known.workState && { region: known.workState },
    custom_metadata: known.purchaseOrder && { purchase_order_number: known.purchaseOrder },
    created: known.created,
  });
