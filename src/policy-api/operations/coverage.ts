/** The way to coverage: quotes, application sessions and policies. */
import { normalizePolicy, normalizeQuote, normalizeSession } from '../normalize/coverage';
import { page, segment, type PageParams } from '../query';
import type { Deleted } from '../types/common';
import type { Policy, PolicyInput, Quote, QuoteInput } from '../types/coverage';
import type { ApplicationSession, ApplicationSessionInput, ReturnUrls } from '../types/coverage';
import type { Resource } from './resource';

export type CoverageCalls = ReturnType<typeof coverageCalls>;

/** See `PolicyApi` for what all calls have in common. */
export function coverageCalls(resource: Resource) {
  return {
    /** POST /api/v1/quotes. Dates are epoch seconds UTC, rates come back in cents per $100 of pay. */
    createQuote(input: QuoteInput, idempotencyKey: string): Promise<Quote> {
      return resource.create('quotes', input, idempotencyKey, normalizeQuote);
    },
    /** GET /api/v1/quotes/{quote}. */
    getQuote(id: string): Promise<Quote> {
      return resource.get('quotes', id, normalizeQuote);
    },
    /** PUT /api/v1/quotes/{quote}. Code `cant_update_create_new_quote` once a policy was issued from it. */
    updateQuote(id: string, input: Partial<QuoteInput>): Promise<Quote> {
      return resource.update('quotes', id, input, normalizeQuote);
    },
    /** GET /api/v1/quotes. */
    listQuotes(params?: PageParams): Promise<Quote[]> {
      return resource.list('quotes', normalizeQuote, page(params));
    },

    /** POST /api/v1/apply/sessions. The contractor applies at `url` of the answer. */
    createApplicationSession(
      input: ApplicationSessionInput,
      idempotencyKey: string,
    ): Promise<ApplicationSession> {
      return resource.create('apply/sessions', input, idempotencyKey, normalizeSession);
    },
    /** GET /api/v1/apply/sessions/{session}. */
    getApplicationSession(id: string): Promise<ApplicationSession> {
      return resource.get('apply/sessions', id, normalizeSession);
    },
    /** PUT /api/v1/apply/sessions/{session}: where the contractor is sent back to. */
    updateApplicationSession(id: string, input: ReturnUrls): Promise<ApplicationSession> {
      return resource.update('apply/sessions', id, input, normalizeSession);
    },
    /** POST /api/v1/apply/sessions/{session}/expire. An error once expired or complete; not retried without a key. */
    async expireApplicationSession(id: string, idempotencyKey?: string): Promise<ApplicationSession> {
      const path = `/apply/sessions/${segment(id)}/expire`;
      return resource.send({ method: 'POST', path, idempotencyKey, read: normalizeSession });
    },
    /** GET /api/v1/apply/sessions. Only `limit` is documented. */
    listApplicationSessions(params?: PageParams): Promise<ApplicationSession[]> {
      return resource.list('apply/sessions', normalizeSession, page(params));
    },

    /** POST /api/v1/policies. Nobody calls it where the contractor applies on the hosted pages. */
    createPolicy(input: PolicyInput, idempotencyKey: string): Promise<Policy> {
      return resource.create('policies', input, idempotencyKey, normalizePolicy);
    },
    /** GET /api/v1/policies/{policy}. Dates are epoch seconds UTC. */
    getPolicy(id: string): Promise<Policy> {
      return resource.get('policies', id, normalizePolicy);
    },
    /** PUT /api/v1/policies/{policy}: switches the policy on or off. */
    updatePolicy(id: string, input: { is_active: boolean }): Promise<Policy> {
      return resource.update('policies', id, input, normalizePolicy);
    },
    /** DELETE /api/v1/policies/{policy}. Cancels coverage at once, and later assignments. */
    deletePolicy(id: string): Promise<Deleted> {
      return resource.delete('policies', id);
    },
    /** GET /api/v1/policies. `quote`: only those issued from this quote. */
    listPolicies(params?: PageParams & { quote?: string | undefined }): Promise<Policy[]> {
      return resource.list('policies', normalizePolicy, { ...page(params), quote: params?.quote });
    },
  };
}
