/**
 * What an object of the API tells, as it was answered or as an event holds it: one row of this table for each kind.
 * A field is told where the object has one of the attributes that it is read from.
 */
import { certificateFact } from '../../coverage/facts-from-api';
import {
  normalizeAssignment,
  normalizeInvoice,
  normalizePaymentSession,
} from '../../policy-api/normalize/billing';
import { normalizePolicy, normalizeQuote, normalizeSession } from '../../policy-api/normalize/coverage';
import { normalizeCertificate } from '../../policy-api/normalize/documents';
import { normalizeContractor, normalizeEntity } from '../../policy-api/normalize/parties';
import { normalizeJob } from '../../policy-api/normalize/work';
import type { Certificate } from '../../policy-api/types/documents';
import type { Policy } from '../../policy-api/types/coverage';
import type { Contractor } from '../../policy-api/types/parties';
import type { Job } from '../../policy-api/types/work';

/** One field: the attributes that it is read from, and how. `null` is told too where `nullable`. */
export interface FieldRule<Item> {
  from: readonly string[];
  read: (object: Item) => unknown;
  nullable?: true;
}

interface Kind<Item> {
  normalize: (raw: unknown) => Item;
  fields: Readonly<Record<string, FieldRule<Item>>>;
}

/** A field of the same name as its attribute. */
const same = <Item extends object>(name: keyof Item & string, nullable?: true): FieldRule<Item> => ({
  from: [name],
  read: (object) => object[name],
  ...(nullable && { nullable }),
});

function fieldAs<Item>(from: string, read: (object: Item) => unknown, nullable?: true): FieldRule<Item> {
  return { from: [from], read, ...(nullable && { nullable }) };
}

const kind = <Item>(normalize: (raw: unknown) => Item, fields: Kind<Item>['fields']): Kind<Item> => ({
  normalize,
  fields,
});

const atWork = ({ address }: Job | Contractor): string | null => address?.region ?? null;
const hasLines = ({ review_results: review }: Certificate): boolean =>
  Object.keys(review?.parsed_certificate_json ?? {}).length > 0;

export const KINDS = {
  contractor: kind(normalizeContractor, {
    firstName: fieldAs('first_name', (one) => one.first_name),
    lastName: fieldAs('last_name', (one) => one.last_name),
    company: fieldAs('company_name', (one) => one.company_name, true),
    email: same('email'),
    homeState: fieldAs('address', atWork, true),
    created: same('created'),
  }),
  entity: kind(normalizeEntity, { name: same('name'), created: same('created') }),
  job: kind(normalizeJob, {
    name: same('name'),
    entityId: fieldAs('entity', (one) => one.entity),
    categoryCode: fieldAs('category_code', (one) => one.category_code),
    workState: fieldAs('address', atWork, true),
    wage: same('wage'),
    wageType: fieldAs('wage_type', (one) => one.wage_type),
    purchaseOrder: fieldAs(
      'custom_metadata',
      (one) => one.custom_metadata['purchase_order_number'] ?? null,
      true,
    ),
    created: same('created'),
  }),
  quote: kind(normalizeQuote, {
    contractorId: fieldAs('contractor', (one) => one.contractor),
    jobId: fieldAs('job', (one) => one.job),
    coverage: fieldAs('coverage_type', (one) => one.coverage_type),
    eligible: same('eligible'),
    netRate: fieldAs('net_rate', (one) => one.net_rate),
    from: fieldAs('effective_date', (one) => one.effective_date),
    until: fieldAs('end_date', (one) => one.end_date),
    created: same('created'),
  }),
  session: kind(normalizeSession, {
    quoteId: { from: ['quote', 'quotes'], read: (one) => one.quote },
    contractorId: fieldAs('contractor', (one) => textOf(one, 'contractor')),
    isGeneralOptIn: fieldAs(
      'is_general_opt_in',
      (one) => (one as { is_general_opt_in?: unknown }).is_general_opt_in === true,
    ),
    step: same('step'),
    expired: same('expired'),
    url: same('url'),
    created: same('created'),
  }),
  policy: kind(normalizePolicy, {
    quoteId: fieldAs('quote', (one) => one.quote),
    // `is_active: false` does not say whether it is cancelled or expired.
    status: { from: ['status', 'is_active'], read: statusTold },
    from: fieldAs('effective_date', (one) => one.effective_date),
    until: fieldAs('expiration_date', (one) => one.expiration_date),
    pdfUrl: fieldAs('pdf_url', (one) => one.pdf_url),
    glUrl: fieldAs('certificates', (one) => one.certificates.gl_coi_pdf_url),
    wcUrl: fieldAs('certificates', (one) => one.certificates.wc_coi_pdf_url),
    created: same('created'),
  }),
  assignment: kind(normalizeAssignment, {
    contractorId: fieldAs('contractor', (one) => one.contractor),
    jobId: fieldAs('job', (one) => one.job),
    policyId: fieldAs('policy', (one) => one.policy),
    bind: same('bind'),
    eligible: fieldAs('eligible', (one) => one.eligible.result),
    message: fieldAs('eligible', (one) => one.eligible.message),
    coverage: fieldAs('coverage_type', (one) => (one.coverage_type.length === 0 ? null : one.coverage_type)),
    netRate: fieldAs('net_rate', (one) => one.net_rate),
    from: fieldAs('effective_date', (one) => one.effective_date),
    until: fieldAs('end_date', (one) => one.end_date),
    // Neither yes nor no is told too: it is a doubt.
    cancelled: { from: ['cancelled', 'cancellation_date'], read: (one) => one.cancelled, nullable: true },
    cancelledAt: fieldAs('cancellation_date', (one) => one.cancellation_date),
    reason: fieldAs('cancellation_reason', (one) => one.cancellation_reason),
    glUrl: fieldAs('certificates', (one) => one.certificates.gl_coi_pdf_url),
    wcUrl: fieldAs('certificates', (one) => one.certificates.wc_coi_pdf_url),
    created: same('created'),
  }),
  certificate: kind(normalizeCertificate, {
    contractorId: fieldAs('contractor', (one) => one.contractor),
    status: same('status'),
    filename: fieldAs('filename', (one) => one.filename || null),
    pdfUrl: fieldAs('pdf_url', (one) => one.pdf_url),
    lines: fieldAs('review_results', (one) => (hasLines(one) ? certificateFact(one).lines : null)),
    rules: fieldAs('review_results', (one) => one.review_results?.summary ?? null),
    created: same('created'),
  }),
  invoice: kind(normalizeInvoice, {
    contractorId: fieldAs('contractor', (one) => one.contractor),
    jobId: fieldAs('job', (one) => one.job),
    grossPay: fieldAs('gross_pay', (one) => one.gross_pay),
    premiumDue: fieldAs('premium_due', (one) => one.premium_due),
    from: fieldAs('paycycle_startdate', (one) => one.paycycle_startdate),
    until: fieldAs('paycycle_enddate', (one) => one.paycycle_enddate),
    purchaseOrder: fieldAs('purchase_order_number', (one) => one.purchase_order_number, true),
    created: same('created'),
  }),
  payment_session: kind(normalizePaymentSession, {
    contractorId: { from: ['contractor_id', 'contractor'], read: (one) => one.contractor_id },
    status: same('status'),
    created: same('created'),
  }),
} as const;

function statusTold({ status }: Policy): string | undefined {
  return status === 'unknown' ? undefined : status;
}

function textOf(object: object, name: string): string | null {
  const value = (object as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export type ObjectKind = keyof typeof KINDS;
export type ObjectOf<Name extends ObjectKind> = ReturnType<(typeof KINDS)[Name]['normalize']>;
