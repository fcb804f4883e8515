import { createHash, randomUUID } from 'node:crypto';

/** What is used of the API client. */
export interface WebhookEndpointsApi {
  listWebhookEndpoints(params: { limit: number; startingAfter: string | undefined }): Promise<Endpoint[]>;
  createWebhookEndpoint(
    input: { url: string; description?: string | undefined; events?: string[] | undefined },
    key: string,
  ): Promise<Endpoint>;
  getWebhookEndpoint(id: string): Promise<Endpoint>;
}

interface Endpoint {
  id: string;
  url: string;
  secret: string | null;
}

export interface RegisterOptions {
  /** Where deliveries are to go. https, unless the API runs on this machine. */
  url: string;
  /** Types of events; absent: all. They count when the endpoint is created, not for one that is there. */
  events?: string[] | undefined;
  description?: string | undefined;
  /** Is given the signing secret, before this resolves. The API gives it again, so it need not be kept. */
  remember: (secret: string) => void | Promise<void>;
  newKey?: (() => string) | undefined;
}

export interface RegisteredWebhook {
  id: string;
  /** Null when the API does not give it: then it stands on the dashboard. */
  secret: string | null;
  /** Ids of other endpoints with the same URL: deliveries that they sign are refused. */
  others: readonly string[];
}

/**
 * Makes sure that the API has a webhook endpoint for `url`, and learns its signing secret. Done again, or by several
 * processes at the same time, it comes to the same endpoint: the oldest. Rests on "Create a webhook endpoint",
 * "Retrieve a webhook endpoint" and the list of the SDKs.
 * @throws PolicyApiError
 */
export async function registerWebhook(
  api: WebhookEndpointsApi,
  options: RegisterOptions,
): Promise<RegisteredWebhook> {
  const [oldest, ...others] = await findOrCreate(api, options);
  const { id, secret } = await api.getWebhookEndpoint(oldest.id);
  if (secret) await options.remember(secret);
  return { id, secret, others: others.map((other) => other.id) };
}

type OldestFirst = [Endpoint, ...Endpoint[]];

async function findOrCreate(api: WebhookEndpointsApi, options: RegisterOptions): Promise<OldestFirst> {
  const { url, newKey = randomUUID } = options;
  // The same key in every process: of those that find nothing at the same time one creates, the others get its answer.
  const sharedKey = createHash('sha256').update(`webhook_endpoint ${url}`).digest('hex');
  return (
    (await find(api, url)) ??
    (await create(api, options, sharedKey)) ??
    // The key brought an answer of the last 24 hours back: a failure, or an endpoint that was deleted since.
    (await create(api, options, newKey(), true)) ??
    Promise.reject(new Error('the API does not list the endpoint that it made'))
  );
}

async function create(
  api: WebhookEndpointsApi,
  { url, events, description }: RegisterOptions,
  key: string,
  isLast = false,
): Promise<OldestFirst | null> {
  let failure: Error | null = null;
  try {
    await api.createWebhookEndpoint({ url, events, description }, key);
  } catch (error) {
    // A failure of the API may come back with the key, so that another key is needed. All else is said.
    if (!(error instanceof Error) || statusOf(error) < 500) throw error;
    failure = error;
  }
  const found = await find(api, url);
  if (!found && isLast && failure) throw failure;
  return found;
}

function statusOf(error: Error): number {
  const status: unknown = 'status' in error ? error.status : null;
  return typeof status === 'number' ? status : 0;
}

const PAGE = 100;

async function find(api: WebhookEndpointsApi, url: string): Promise<OldestFirst | null> {
  const found: Endpoint[] = [];
  let startingAfter: string | undefined;
  do {
    const page = await api.listWebhookEndpoints({ limit: PAGE, startingAfter });
    const isNew = ({ id }: Endpoint) => !found.some((known) => known.id === id);
    found.unshift(...page.filter((endpoint) => endpoint.url === url && isNew(endpoint)).reverse());
    const last = page.length === PAGE ? page.at(-1)?.id : undefined;
    // An API that begins anew each time has given all that it has.
    startingAfter = last === startingAfter ? undefined : last;
  } while (startingAfter !== undefined);
  const [oldest, ...others] = found;
  return oldest ? [oldest, ...others] : null;
}
