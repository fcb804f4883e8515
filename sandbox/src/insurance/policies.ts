import type { Clock } from '../clock';
import type { SandboxContext } from '../context';
import type { Policy, Quote, Terms } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { emit } from '../delivery/events';
import { asksFor } from '../scenarios';
import { certificateLinks, documentLink } from './certificate-links';
import { DAY } from './dates';

export type PolicyStatus = 'active' | 'cancelled' | 'expired';

/** Cancelled for good or until switched on again; expired by the clock; else active. */
export function policyStatus(clock: Clock, policy: Policy): PolicyStatus {
  if (policy.cancelled) return 'cancelled';
  return policy.expiration_date <= clock.seconds() ? 'expired' : 'active';
}

/**
 * The application that led to the policy was completed too long ago to count for later work (vendor group
 * "Assignment", which gives no number).
 */
export function isTooOld({ objects, clock, organisation }: SandboxContext, policy: Stored<Policy>): boolean {
  if (asksFor(objects.find('contractor', policy.data.terms.contractor)?.data, 'oldApplication')) return true;
  return policy.created + organisation.current().application_valid_days * DAY <= clock.seconds();
}

/** Addresses of the sample documents. */
export function policyDocuments(context: SandboxContext, policy: Stored<Policy>) {
  return {
    pdf_url: documentLink(context, 'policy', [policy.id], policy.created),
    certificates: certificateLinks(context, policy.data.terms.coverage_type, [policy.id], policy.created),
  };
}

/** A policy as the API answers it (vendor page "GET /api/v1/policies/{policy}"). */
export function viewPolicy(context: SandboxContext, policy: Stored<Policy>) {
  const { quote, effective_date, expiration_date } = policy.data;
  return {
    id: policy.id,
    quote,
    status: policyStatus(context.clock, policy.data),
    ...policyDocuments(context, policy),
    effective_date,
    expiration_date,
    created: policy.created,
  };
}

/** Tells of a policy with `status` as in answers and `is_active` as in the vendor's webhook samples. */
export function emitPolicy(context: SandboxContext, type: string, policy: Stored<Policy>): void {
  const view = viewPolicy(context, policy);
  emit(context, type, { object: 'policy', ...view, is_active: view.status === 'active' });
}

/**
 * Issues the policy of a quote and tells of it, unless it is to be switched on later. The quote cannot be changed
 * from then on.
 */
export function issuePolicy(
  context: SandboxContext,
  quote: Stored<Quote>,
  terms: Terms,
  dates: { effective_date: number; expiration_date: number },
  active = true,
): Stored<Policy> {
  const policy = context.objects.insert('policy', context.ids.short('pl'), context.clock.seconds(), {
    quote: quote.id,
    job: quote.data.job,
    terms,
    cancelled: !active,
    ...dates,
  });
  context.objects.update('quote', quote, { ...quote.data, policy: policy.id });
  if (!active) return policy;
  emitPolicy(context, 'policy.active', policy);
  if (terms.coverage_type.includes('media')) emitPolicy(context, 'policy.active.media', policy);
  return policy;
}

/** Cancels a policy that is active, and tells of it; one that is not stays as it is. */
export function cancelPolicy(context: SandboxContext, policy: Stored<Policy>): Stored<Policy> {
  if (policyStatus(context.clock, policy.data) !== 'active') return policy;
  const cancelled = context.objects.update('policy', policy, { ...policy.data, cancelled: true });
  emitPolicy(context, 'policy.cancelled', cancelled);
  return cancelled;
}
