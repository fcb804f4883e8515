/**
 * This file and the folder `normalize` are the one place that knows the variants the API answers with. Each function
 * takes an answer as parsed from JSON and gives back the object as `types.ts` describes it; unknown fields and
 * unknown words pass through.
 */
import { normalizeCertificateLinks, normalizeCoverage, normalizeEligible } from './normalize/coverage';
import {
  booleanOr,
  epochOrNull,
  fieldsOrNull,
  isNothing,
  numberOrNull,
  referenceOrNull,
  text,
  textOrNull,
  withId,
  words,
} from './normalize/values';
import type * as Api from './types';
import type { ApplicationSession } from './types/application';

/** "Retrieve a quote". @throws AnswerShapeError without an id */
export function normalizeQuote(raw: unknown): Api.Quote {
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
export function normalizePolicy(raw: unknown): Api.Policy {
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
function statusFromActive(isActive: unknown): Api.PolicyStatus {
  if (isNothing(isActive)) return 'unknown';
  return booleanOr(isActive, false) ? 'active' : 'inactive';
}

/** @throws AnswerShapeError without an id */
export function normalizeWebhookEndpoint(raw: unknown): Api.WebhookEndpoint {
  const fields = withId(raw, 'webhook endpoint');
  const events = words(fields['events']);
  return {
    ...fields,
    url: text(fields['url']),
    description: textOrNull(fields['description']),
    events: events.length === 0 || events.includes('*') ? null : events,
    // The reference prints `"secret": false` in its samples.
    secret: textOrNull(fields['secret']),
    created: epochOrNull(fields['created']),
  };
}

/** The answer to a DELETE. An empty answer counts: the status said that it worked. */
export function normalizeDeleted(id: string): (raw: unknown) => Api.Deleted {
  return (raw) => {
    const fields = fieldsOrNull(raw) ?? {};
    return {
      id: textOrNull(fields['id']) ?? id,
      deleted: booleanOr(fields['deleted'], true),
      deleted_at: epochOrNull(fields['deleted_at']),
    };
  };
}
