/** Quotes, insurance application sessions and policies. See `common.ts`. */
import type { ApplicationSession, Policy, PolicyStatus, Quote } from '../types/coverage';
import { normalizeCertificateLinks, normalizeCoverage, normalizeEligible } from './common';
import {
  booleanOr,
  epochOrNull,
  fieldsOrNull,
  isNothing,
  numberOrNull,
  referenceOrNull,
  textOrNull,
  withId,
} from './values';

/** "Retrieve a quote". @throws AnswerShapeError without an id */
export function normalizeQuote(raw: unknown): Quote {
  const fields = withId(raw, 'quote');
  return {
    ...fields,
    contractor: referenceOrNull(fields['contractor']),
    job: referenceOrNull(fields['job']),
    coverage_type: normalizeCoverage(fields['coverage_type']),
    effective_date: epochOrNull(fields['effective_date']),
    end_date: epochOrNull(fields['end_date']),
    ...normalizeEligible(fields['eligible']),
    net_rate: numberOrNull(fields['net_rate']),
    wc_net_rate: numberOrNull(fields['wc_net_rate']),
    gl_net_rate: numberOrNull(fields['gl_net_rate']),
    quote_json: fieldsOrNull(fields['quote_json']) ?? {},
    created: epochOrNull(fields['created']),
  };
}

/** "Retrieve an insurance application session". @throws AnswerShapeError without an id */
export function normalizeSession(raw: unknown): ApplicationSession {
  const fields = withId(raw, 'application session');
  return {
    ...fields,
    quote: referenceOrNull(fields['quote']) ?? referenceOrNull(fields['quotes']),
    url: textOrNull(fields['url']),
    step: textOrNull(fields['step']) ?? 'unknown',
    expired: booleanOr(fields['expired'], false),
    success_url: textOrNull(fields['success_url']),
    cancel_url: textOrNull(fields['cancel_url']),
    created: epochOrNull(fields['created']),
  };
}

/** "Retrieve a policy", and the policy inside a webhook event. @throws AnswerShapeError without an id */
export function normalizePolicy(raw: unknown): Policy {
  const fields = withId(raw, 'policy');
  return {
    ...fields,
    quote: referenceOrNull(fields['quote']),
    status: textOrNull(fields['status']) ?? statusFromActive(fields['is_active']),
    certificates: normalizeCertificateLinks(fields['certificates']),
    pdf_url: textOrNull(fields['pdf_url']),
    effective_date: epochOrNull(fields['effective_date']),
    expiration_date: epochOrNull(fields['expiration_date']),
    created: epochOrNull(fields['created']),
  };
}

/** Webhook samples carry `is_active` instead of `status`. False does not say whether cancelled or expired. */
function statusFromActive(isActive: unknown): PolicyStatus {
  if (isNothing(isActive)) return 'unknown';
  return booleanOr(isActive, false) ? 'active' : 'inactive';
}
