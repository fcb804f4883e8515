// Copy this if your code calls the 1099Policy API: take the folder `policy-api`, nothing outside it is used.
// It needs axios, an API key and the base URL; see `PolicyApiOptions`. It reads no environment variable.
// Replace nothing; hang your own log on `onCall`, which sees each call with its secrets removed.
import type { ApiCall } from './calls';
import * as read from './normalize';
import * as insured from './normalize/insured';
import { listOf } from './normalize/values';
import type { PolicyApiOptions } from './options';
import { page, queryText, segment, type PageParams, type Query } from './query';
import { Transport } from './transport';
import type * as Api from './types';

export type { PolicyApiOptions } from './options';
export type { PageParams } from './query';

/**
 * The calls of the 1099Policy API that an onboarding makes. Each is named after its page in the API reference, and
 * answers with the object as `types.ts` describes it. Each throws PolicyApiError, and TypeError for an empty id.
 * An idempotency key is any unique text: the API answers a repeat within 24 hours with the first answer, be it a
 * success or an error (page "Idempotent requests"). Lists are newest first, 10 at a time by default, 100 at most.
 * A PUT leaves alone what it does not name.
 */
export class PolicyApi {
  readonly #transport: Transport;

  constructor(options: PolicyApiOptions | Transport) {
    this.#transport = options instanceof Transport ? options : new Transport(options);
  }

  /** The same client over the same connections; `onCall` sees its calls besides the observers there are already. */
  observedBy(onCall: (call: ApiCall) => void): PolicyApi {
    return new PolicyApi(this.#transport.observedBy(onCall));
  }

  /**
   * The same client for work that somebody waits for: all its calls together end about `ms` milliseconds from now,
   * however many they are.
   */
  within(ms: number): PolicyApi {
    return new PolicyApi(this.#transport.within(ms));
  }

  /**
   * The same client over connections of its own, so that its calls keep no others waiting: over one set of them only so
   * many are under way at once (MAX_SOCKETS).
   */
  apart(): PolicyApi {
    return new PolicyApi(this.#transport.apart());
  }

  /** For when the app stops: all calls are over within `ms`, of clients made from this one too. */
  endWithin(ms: number): void {
    this.#transport.endWithin(ms);
  }

  /** Ends the connections kept alive, of clients made from this one too. */
  close(): void {
    this.#transport.close();
  }

  /** POST /api/v1/contractors. Code `duplicate_email` when the account has a contractor with that email. */
  createContractor(input: Api.ContractorInput, idempotencyKey: string): Promise<Api.Contractor> {
    return this.#create('contractors', input, idempotencyKey, insured.normalizeContractor);
  }
  getContractor(id: string): Promise<Api.Contractor> {
    return this.#get('contractors', id, insured.normalizeContractor);
  }
  updateContractor(id: string, input: Partial<Api.ContractorInput>): Promise<Api.Contractor> {
    return this.#update('contractors', id, input, insured.normalizeContractor);
  }
  /** DELETE /api/v1/contractors/{contractor}. Also cancels at once every active policy of the contractor. */
  deleteContractor(id: string): Promise<Api.Deleted> {
    return this.#delete('contractors', id);
  }
  /** GET /api/v1/contractors. `email` matches exactly, upper and lower case included. */
  listContractors(params?: PageParams & { email?: string | undefined }): Promise<Api.Contractor[]> {
    return this.#list('contractors', insured.normalizeContractor, { ...page(params), email: params?.email });
  }
  /** GET /api/v1/contractors/{contractor}/policies, known from the vendor's Python SDK; paging is not documented. */
  async listContractorPolicies(contractorId: string, params?: PageParams): Promise<Api.Policy[]> {
    return this.#list(`contractors/${segment(contractorId)}/policies`, read.normalizePolicy, page(params));
  }

  /** POST /api/v1/entities. Limits are in cents. */
  createEntity(input: Api.EntityInput, idempotencyKey: string): Promise<Api.Entity> {
    return this.#create('entities', input, idempotencyKey, insured.normalizeEntity);
  }
  getEntity(id: string): Promise<Api.Entity> {
    return this.#get('entities', id, insured.normalizeEntity);
  }
  updateEntity(id: string, input: Partial<Api.EntityInput>): Promise<Api.Entity> {
    return this.#update('entities', id, input, insured.normalizeEntity);
  }
  /** DELETE /api/v1/entities/{entity}. Also cancels at once every policy connected with its active jobs. */
  deleteEntity(id: string): Promise<Api.Deleted> {
    return this.#delete('entities', id);
  }
  listEntities(params?: PageParams): Promise<Api.Entity[]> {
    return this.#list('entities', insured.normalizeEntity, page(params));
  }

  /** POST /api/v1/jobs. The wage is in cents; code `job_category_not_approved` for a category code not approved. */
  createJob(input: Api.JobInput, idempotencyKey: string): Promise<Api.Job> {
    return this.#create('jobs', input, idempotencyKey, insured.normalizeJob);
  }
  getJob(id: string): Promise<Api.Job> {
    return this.#get('jobs', id, insured.normalizeJob);
  }
  /** PUT /api/v1/jobs/{job}. The category code cannot be changed; code `invoice_exists` once the job was invoiced. */
  updateJob(id: string, input: Partial<Omit<Api.JobInput, 'category_code'>>): Promise<Api.Job> {
    return this.#update('jobs', id, input, insured.normalizeJob);
  }
  /** DELETE /api/v1/jobs/{job}, known from the vendor's SDKs. */
  deleteJob(id: string): Promise<Api.Deleted> {
    return this.#delete('jobs', id);
  }
  listJobs(params?: PageParams): Promise<Api.Job[]> {
    return this.#list('jobs', insured.normalizeJob, page(params));
  }
  /** GET /api/v1/category_codes: the codes approved for the account. */
  listCategoryCodes(): Promise<Api.CategoryCode[]> {
    return this.#list('category_codes', insured.normalizeCategoryCode);
  }

  /** POST /api/v1/quotes. Dates are epoch seconds UTC, rates come back in cents per $100 of pay. */
  createQuote(input: Api.QuoteInput, idempotencyKey: string): Promise<Api.Quote> {
    return this.#create('quotes', input, idempotencyKey, read.normalizeQuote);
  }
  getQuote(id: string): Promise<Api.Quote> {
    return this.#get('quotes', id, read.normalizeQuote);
  }
  /** PUT /api/v1/quotes/{quote}. Possible until a policy is issued from it. */
  updateQuote(id: string, input: Partial<Api.QuoteInput>): Promise<Api.Quote> {
    return this.#update('quotes', id, input, read.normalizeQuote);
  }
  listQuotes(params?: PageParams): Promise<Api.Quote[]> {
    return this.#list('quotes', read.normalizeQuote, page(params));
  }

  /** POST /api/v1/apply/sessions. The contractor applies at `url` of the answer. */
  createApplicationSession(input: Api.ApplicationSessionInput, key: string): Promise<Api.ApplicationSession> {
    return this.#create('apply/sessions', input, key, read.normalizeSession);
  }
  getApplicationSession(id: string): Promise<Api.ApplicationSession> {
    return this.#get('apply/sessions', id, read.normalizeSession);
  }
  updateApplicationSession(id: string, input: ReturnUrls): Promise<Api.ApplicationSession> {
    return this.#update('apply/sessions', id, input, read.normalizeSession);
  }
  /** POST /api/v1/apply/sessions/{session}/expire. An error once expired or complete; not retried without a key. */
  async expireApplicationSession(id: string, idempotencyKey?: string): Promise<Api.ApplicationSession> {
    const path = `/apply/sessions/${segment(id)}/expire`;
    return this.#transport.send({ method: 'POST', path, idempotencyKey, read: read.normalizeSession });
  }
  /** GET /api/v1/apply/sessions. Only `limit` is documented. */
  listApplicationSessions(params?: PageParams): Promise<Api.ApplicationSession[]> {
    return this.#list('apply/sessions', read.normalizeSession, page(params));
  }

  /** POST /api/v1/policies. Nobody calls it where the contractor applies on the hosted pages. */
  createPolicy(input: Api.PolicyInput, idempotencyKey: string): Promise<Api.Policy> {
    return this.#create('policies', input, idempotencyKey, read.normalizePolicy);
  }
  getPolicy(id: string): Promise<Api.Policy> {
    return this.#get('policies', id, read.normalizePolicy);
  }
  /** PUT /api/v1/policies/{policy}: switches the policy on or off. */
  updatePolicy(id: string, input: { is_active: boolean }): Promise<Api.Policy> {
    return this.#update('policies', id, input, read.normalizePolicy);
  }
  /** DELETE /api/v1/policies/{policy}. Cancels coverage at once, and later assignments. */
  deletePolicy(id: string): Promise<Api.Deleted> {
    return this.#delete('policies', id);
  }
  listPolicies(params?: PageParams & { quote?: string | undefined }): Promise<Api.Policy[]> {
    return this.#list('policies', read.normalizePolicy, { ...page(params), quote: params?.quote });
  }

  /** GET /api/v1/events. Only `limit` is documented. What is no event is left out. */
  async listEvents(params?: { limit?: number | undefined }): Promise<Api.PolicyEvent[]> {
    const all = await this.#list('events', read.normalizeEvent, { limit: params?.limit });
    return all.filter((event) => event !== null);
  }
  getEvent(id: string): Promise<Api.PolicyEvent> {
    return this.#get('events', id, read.requireEvent);
  }

  /** POST /api/v1/webhook_endpoints. No `events` means all. The answer holds the signing secret. */
  createWebhookEndpoint(
    input: Api.WebhookEndpointInput,
    idempotencyKey: string,
  ): Promise<Api.WebhookEndpoint> {
    return this.#create('webhook_endpoints', input, idempotencyKey, read.normalizeWebhookEndpoint);
  }
  getWebhookEndpoint(id: string): Promise<Api.WebhookEndpoint> {
    return this.#get('webhook_endpoints', id, read.normalizeWebhookEndpoint);
  }
  /** List, PUT and DELETE of webhook endpoints are known from the vendor's SDKs. */
  listWebhookEndpoints(params?: PageParams): Promise<Api.WebhookEndpoint[]> {
    return this.#list('webhook_endpoints', read.normalizeWebhookEndpoint, page(params));
  }
  updateWebhookEndpoint(id: string, input: Partial<Api.WebhookEndpointInput>): Promise<Api.WebhookEndpoint> {
    return this.#update('webhook_endpoints', id, input, read.normalizeWebhookEndpoint);
  }
  deleteWebhookEndpoint(id: string): Promise<Api.Deleted> {
    return this.#delete('webhook_endpoints', id);
  }

  #create<T>(kind: string, body: object, idempotencyKey: string, normalize: Normalize<T>): Promise<T> {
    return this.#transport.send({ method: 'POST', path: `/${kind}`, body, idempotencyKey, read: normalize });
  }

  async #get<T>(kind: string, id: string, normalize: Normalize<T>): Promise<T> {
    return this.#transport.send({ method: 'GET', path: `/${kind}/${segment(id)}`, read: normalize });
  }

  async #update<T>(kind: string, id: string, body: object, normalize: Normalize<T>): Promise<T> {
    return this.#transport.send({ method: 'PUT', path: `/${kind}/${segment(id)}`, body, read: normalize });
  }

  async #delete(kind: string, id: string): Promise<Api.Deleted> {
    const path = `/${kind}/${segment(id)}`;
    return this.#transport.send({ method: 'DELETE', path, read: read.normalizeDeleted(id) });
  }

  #list<T>(kind: string, normalize: Normalize<T>, query: Query = {}): Promise<T[]> {
    return this.#transport.send({
      method: 'GET',
      path: `/${kind}${queryText(query)}`,
      read: listOf(normalize),
    });
  }
}

type Normalize<T> = (raw: unknown) => T;
type ReturnUrls = { success_url?: string | undefined; cancel_url?: string | undefined };
