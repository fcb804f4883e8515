/** Assignments, invoices and payment sessions. See `common.ts`. */
import type * as Api from '../types/billing';
import { normalizeCertificateLinks, normalizeCoverage, normalizeEligible } from './common';
import {
  booleanOr,
  booleanOrNull,
  epochOrNull,
  isNothing,
  numberOrNull,
  referenceOrNull,
  textOrNull,
  withId,
} from './values';

/** "Retrieve an assignment", and the answer to its cancellation. @throws AnswerShapeError without an id */
export function normalizeAssignment(raw: unknown): Api.Assignment {
  const fields = withId(raw, 'assignment');
  const { eligible, eligible_message: message } = normalizeEligible(fields['eligible']);
  const cancelledAt = epochOrNull(fields['cancellation_date']);
  return {
    ...fields,
    contractor: referenceOrNull(fields['contractor']),
    job: referenceOrNull(fields['job']),
    policy: referenceOrNull(fields['policy']),
    bind: booleanOr(fields['bind'], true),
    coverage_type: normalizeCoverage(fields['coverage_type']),
    effective_date: epochOrNull(fields['effective_date']),
    end_date: epochOrNull(fields['end_date']),
    net_rate: numberOrNull(fields['net_rate']),
    eligible: { result: eligible, message },
    certificates: normalizeCertificateLinks(fields['certificates']),
    cancelled: isNothing(fields['cancelled']) ? cancelledAt !== null : booleanOrNull(fields['cancelled']),
    cancellation_date: cancelledAt,
    cancellation_reason: textOrNull(fields['cancellation_reason']),
    created: epochOrNull(fields['created']),
  };
}

/** "Retrieve an invoice". @throws AnswerShapeError without an id */
export function normalizeInvoice(raw: unknown): Api.Invoice {
  const fields = withId(raw, 'invoice');
  return {
    ...fields,
    contractor: referenceOrNull(fields['contractor']),
    job: referenceOrNull(fields['job']),
    gross_pay: numberOrNull(fields['gross_pay']),
    premium_due: numberOrNull(fields['premium_due']),
    paycycle_startdate: epochOrNull(fields['paycycle_startdate']),
    paycycle_enddate: epochOrNull(fields['paycycle_enddate']),
    purchase_order_number: textOrNull(fields['purchase_order_number']),
    created: epochOrNull(fields['created']),
  };
}

/** "Create a payment session". The request calls it `contractor`. @throws AnswerShapeError without an id */
export function normalizePaymentSession(raw: unknown): Api.PaymentSession {
  const fields = withId(raw, 'payment session');
  return {
    ...fields,
    contractor_id: referenceOrNull(fields['contractor_id']) ?? referenceOrNull(fields['contractor']),
    status: textOrNull(fields['status']) ?? 'unknown',
    processor: textOrNull(fields['processor']),
    url: textOrNull(fields['url']),
    return_url: textOrNull(fields['return_url']),
    created: epochOrNull(fields['created']),
    expires_at: epochOrNull(fields['expires_at']),
    completed_at: epochOrNull(fields['completed_at']),
    cancelled_at: epochOrNull(fields['cancelled_at']),
  };
}
