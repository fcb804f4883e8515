/**
 * The client of the 1099Policy API.
 *
 * Copy this if your code calls the API: `npm run lift -- client DIR`. Nothing outside this folder is used.
 * It needs no package, but an API key and the base URL. It reads no environment variable.
 * Replace nothing; hang your own log on `onCall`, which sees each call with its secrets removed.
 */
import type { ApiCall } from './calls';
import { billingCalls, type BillingCalls } from './operations/billing';
import { coverageCalls, type CoverageCalls } from './operations/coverage';
import { documentCalls, type DocumentCalls } from './operations/documents';
import { eventCalls, type EventCalls } from './operations/events';
import { partyCalls, type PartyCalls } from './operations/parties';
import { Resource } from './operations/resource';
import { workCalls, type WorkCalls } from './operations/work';
import { checkOptions, type PolicyApiOptions } from './options';
import { Transport } from './transport';

export type { PolicyApiOptions } from './options';
export type { PageParams } from './query';

/**
 * All calls of the 1099Policy API. Each is named after its page in the API reference, and answers with the object as
 * the folder `types` describes it. Each throws PolicyApiError, and, without a call, TypeError for what cannot be sent as
 * an id or an idempotency key.
 * An idempotency key is any unique text of letters, digits and signs of ASCII, with blanks only inside: the API
 * answers a repeat within 24 hours with the first answer, be it a success or an error (page "Idempotent requests").
 * Lists are newest first, 10 at a time by default, 100 at most. A PUT leaves alone what it does not name.
 * Money is in cents, rates in cents per $100, dates in epoch seconds UTC.
 */
export interface PolicyApi
  extends PartyCalls, WorkCalls, CoverageCalls, BillingCalls, DocumentCalls, EventCalls {
  /** As the options said, `baseUrl` with `/api/v1`. */
  readonly baseUrl: string;
  readonly environment: 'sandbox' | 'production';

  /** The same client over the same connections; `onCall` sees its calls besides the observers there are already. */
  observedBy(onCall: (call: ApiCall) => void): PolicyApi;

  /**
   * The same client for work that somebody waits for: all its calls together end about `ms` milliseconds from now,
   * however many they are.
   */
  within(ms: number): PolicyApi;

  /**
   * The same client over connections of its own, so that its calls keep no others waiting: over one set of them only
   * so many are under way at once (MAX_SOCKETS).
   */
  apart(): PolicyApi;

  /** For when the app stops: all calls are over within `ms`, of clients made from this one too. */
  endWithin(ms: number): void;

  /** Ends the connections kept alive, of clients made from this one too. */
  close(): void;
}

/**
 * A client with one API key for life: a new key means a new client, and `close` or `endWithin` for the one before.
 * It makes no call; whether the API takes the key shows with the first.
 * @throws TypeError for an API key that is missing or could not be one, a base URL or a proxy that is no http(s) URL, a
 * base URL with a query, another environment than the two, and a time limit that is none
 */
export function createPolicyApi(options: PolicyApiOptions): PolicyApi {
  checkOptions(options);
  return clientOver(new Transport(options));
}

/** Each request makes clients of its own. Node 20 takes 200 times as long to spread as many functions. */
function clientOver(transport: Transport): PolicyApi {
  const resource = new Resource(transport);
  const own = {
    baseUrl: transport.baseUrl,
    environment: transport.environment,
    observedBy: (onCall: (call: ApiCall) => void) => clientOver(transport.observedBy(onCall)),
    within: (ms: number) => clientOver(transport.within(ms)),
    apart: () => clientOver(transport.apart()),
    endWithin: (ms: number) => transport.endWithin(ms),
    close: () => transport.close(),
  };
  const calls = Object.assign(
    partyCalls(resource),
    workCalls(resource),
    coverageCalls(resource),
    billingCalls(resource),
  );
  return Object.assign(calls, documentCalls(resource), eventCalls(resource), own);
}
